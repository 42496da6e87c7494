-- Closing a legal entity's books and posting into them exclude each other: who posts holds the books shared until he
-- commits, who closes holds them alone (domain: close/lock-books.ts). A posting that had read the books as open before
-- they were closed is refused as a serialization failure: its transaction starts again and finds the first open day.
create function hold_books(entities uuid[]) returns void language plpgsql volatile as $$
declare entity uuid;
begin
  foreach entity in array coalesce(entities, '{}') loop
    perform pg_advisory_xact_lock_shared(hashtextextended('books of ' || entity::text, 0));
  end loop;
end $$;
--> statement-breakpoint
create function keep_transfers_out_of_closed_books() returns trigger language plpgsql volatile as $$
begin
  perform hold_books((select array_agg(distinct legal_entity_id order by legal_entity_id) from added));
  -- A statement of its own, so that it sees what was closed while it waited.
  if exists (
    select from added a
    join legal_entities e on e.organization_id = a.organization_id and e.id = a.legal_entity_id
    where a.posted_on <= e.closed_through_on
  ) then
    raise exception 'The books were closed meanwhile: post again.' using errcode = 'serialization_failure';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger transfers_closed_books after insert on transfers referencing new table as added
  for each statement execute function keep_transfers_out_of_closed_books();
--> statement-breakpoint
-- Applying a credit memo books nothing, and changes the ageing of a day all the same.
create function keep_applications_out_of_closed_books() returns trigger language plpgsql volatile as $$
begin
  perform hold_books((
    select array_agg(distinct i.legal_entity_id order by i.legal_entity_id)
    from added a join items i on i.organization_id = a.organization_id and i.id = any (array[a.credit_id, a.debit_id])
  ));
  if exists (
    select from added a
    join items i on i.organization_id = a.organization_id and i.id = any (array[a.credit_id, a.debit_id])
    join legal_entities e on e.organization_id = i.organization_id and e.id = i.legal_entity_id
    where a.posted_on <= e.closed_through_on
  ) then
    raise exception 'The books were closed meanwhile: apply again.' using errcode = 'serialization_failure';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger applications_closed_books after insert on applications referencing new table as added
  for each statement execute function keep_applications_out_of_closed_books();
