namespace ModelOps.Drift.Alerts;

/// <summary>What <see cref="DriftAlertmanagerConfig"/> writes. At least one receiver is given. Secrets are files on the machine of Alertmanager, never part of what is written.</summary>
public sealed class DriftAlertmanagerOptions
{
    /// <summary>How long a group's first notification waits for more. Whole seconds; default 30 s.</summary>
    public TimeSpan GroupWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Least time between notifications of a group when there is news. Whole seconds; default 5 minutes.</summary>
    public TimeSpan GroupInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>After which time a group that still fires is told of again. Whole seconds; default 4 hours.</summary>
    public TimeSpan RepeatInterval { get; set; } = TimeSpan.FromHours(4);

    /// <summary>File that holds the address of a chat's incoming webhook; null for none.</summary>
    public string? SlackUrlFile { get; set; }

    /// <summary>File that holds the integration key of PagerDuty, which is told of critical alerts; null for none.</summary>
    public string? PagerDutyKeyFile { get; set; }

    /// <summary>A webhook of your own; null for none.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>Mail server as <c>host:port</c>; null for none. With it <see cref="MailFrom"/> and <see cref="MailTo"/> are given.</summary>
    public string? SmtpHost { get; set; }

    /// <summary>Whether mails are sent only by <c>STARTTLS</c>. Default true.</summary>
    public bool SmtpRequiresTls { get; set; } = true;

    /// <summary>Sender of mails.</summary>
    public string? MailFrom { get; set; }

    /// <summary>Receiver of mails; several with commas between.</summary>
    public string? MailTo { get; set; }
}
