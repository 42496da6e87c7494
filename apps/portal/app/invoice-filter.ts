import { ITEM_SORTS, ITEM_STATES, type ItemSort, type ItemState } from "@openitem/domain/items/list-items";
