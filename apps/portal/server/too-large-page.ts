/**
 * The page in place of a form that brought more than is taken. It stands alone: nothing of the form was read, so the
 * way back to what was typed is the browser's own.
 */
export const tooLargePage = (styles: readonly string[], reference: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>These files are too large together</title>
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join("\n")}
</head>
<body>
<main class="oi-main">
<h1>These files are too large together</h1>
<p>One form takes up to 64 MB. Nothing was sent and nothing is disputed yet.</p>
<p>Go back with your browser: what you typed is still there, only the files have to be chosen again. Send some of them now, and the others afterwards in a message to the dispute.</p>
<p>Reference ${reference}</p>
</main>
</body>
</html>
`;
