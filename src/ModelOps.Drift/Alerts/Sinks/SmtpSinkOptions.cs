namespace ModelOps.Drift.Alerts;

/// <summary>Mails as text and HTML through a mail server.</summary>
public sealed class SmtpSinkOptions() : DriftSinkOptions("smtp")
{
    /// <summary>Name of the mail server. Required.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>Port. Default 587. Port 465, on which TLS begins before the first word, is not supported by the framework's client and is refused.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is kept from others. Default <c>STARTTLS</c>.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Allows <see cref="SmtpSecurity.None"/> to other machines, as inside a cluster with a mesh. Default false.</summary>
    public bool AllowPlainText { get; set; }

    /// <summary>User to log in as; null (the default) for no login.</summary>
    public string? User { get; set; }

    /// <summary>Name of the secret that holds the password, asked of <see cref="ISecretSource"/> for every mail. Required with <see cref="User"/>.</summary>
    public string? PasswordSecret { get; set; }

    /// <summary>Sender, as an address or <c>name &lt;address&gt;</c>. Required.</summary>
    public string From { get; set; } = string.Empty;

    /// <summary>Receivers, 1 to 100.</summary>
    public IList<string> To { get; set; } = new List<string>();

    /// <summary>Alerts that a mail lists; the others are counted. 1 to 500; default 50.</summary>
    public int MaxListed { get; set; } = 50;
}
