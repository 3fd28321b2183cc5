// The screen of the app is drawn by its process; a page that the browser kept from before is drawn anew.
addEventListener('pageshow', (event) => event.persisted && location.reload());
