namespace ModelOps.Drift.Alerts;

/// <summary>How a connection to a mail server is kept from others.</summary>
public enum SmtpSecurity
{
    /// <summary>By <c>STARTTLS</c>; a server that does not offer it gets no mail.</summary>
    StartTls,

    /// <summary>Not at all. For servers on this machine, or with <see cref="SmtpSinkOptions.AllowPlainText"/>.</summary>
    None,
}
