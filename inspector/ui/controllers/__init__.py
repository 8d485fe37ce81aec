"""Controllers connect the window's rooms with the services. Nothing else imports both."""
