namespace ModelOps.Drift.Alerts;

/// <summary>When drift becomes an alert, and who is told; section <c>ModelOps:Drift:Alerts</c> of the configuration.</summary>
/// <remarks>All replicas that see the same windows must have the same settings.</remarks>
public sealed class DriftAlertOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Drift:Alerts";

    /// <summary>Windows in a row in which a feature must drift before its alert fires. 1 to 1,000; default 1.</summary>
    public int PendingWindows { get; set; } = 1;

    /// <summary>Windows in a row in which a feature must be stable before its alert resolves; windows without enough data count neither way.
    /// 1 to 1,000; default 2.</summary>
    public int ResolveWindows { get; set; } = 2;

    /// <summary>How long back firings are counted: with each one within this time, an alert must be stable twice as long before it resolves, at most
    /// 16 times as long, so that one on the edge does not come and go. Zero turns this off. Up to 30 days; default 1 day.</summary>
    public TimeSpan FlapWindow { get; set; } = TimeSpan.FromDays(1);

    /// <summary>After this time without a verdict on it an alert resolves, as when a version no longer serves. 1 minute to 90 days; default 1 day.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>An alert is critical from this multiple of what counts as drift. Above 1; default 5.</summary>
    public double CriticalMagnitude { get; set; } = 5;

    /// <summary>All alerts of a window are critical from this share of the tested features on. Above 0, up to 1; default 0.5. It takes four features or more.</summary>
    public double CriticalShare { get; set; } = 0.5;

    /// <summary>What is told in one notification. Default: all features of a version.</summary>
    public DriftAlertGrouping Grouping { get; set; } = DriftAlertGrouping.Version;

    /// <summary>How long a group's first notification waits for more. Zero to 1 hour; default 30 s.</summary>
    public TimeSpan GroupWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Least time between notifications of a group when there is news. 1 second to 1 day; default 5 minutes.</summary>
    public TimeSpan GroupInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>After which time a group that still fires is told of again. Not below <see cref="GroupInterval"/>, up to 30 days; default 4 hours.</summary>
    public TimeSpan RepeatInterval { get; set; } = TimeSpan.FromHours(4);

    /// <summary>Features that are outputs of models, as names in which <c>*</c> stands for any characters. Default none. When outputs drift and no input does, the advice
    /// is another.</summary>
    public IList<string> Outputs { get; set; } = new List<string>();

    /// <summary>Template of the address of a report, with <c>{model}</c>, <c>{version}</c>, <c>{feature}</c>, <c>{from}</c> and <c>{to}</c>; null (the default) for no link.</summary>
    public string? ReportUrl { get; set; }

    /// <summary>Silences that hold from the start. Those of code and these are kept apart: changing the settings ends one.</summary>
    public IList<DriftSilence> Silences { get; set; } = new List<DriftSilence>();

    /// <summary>Folder where alerts, and what each sink was told, are kept, so that a restart neither repeats nor loses a notification; made when missing. Null
    /// (the default): they are not kept.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>Whether all replicas have the same <see cref="StateDirectory"/>, on a file system with locks: the one that holds the lock tells, and another takes over with what was told.
    /// Default false: each replica has its own, or none, and the one that monitoring names tells (<see cref="DriftEvaluation.Tells"/>).</summary>
    public bool SharesState { get; set; }

    /// <summary>Most alerts that are kept; further ones are not raised, which is logged. 1 to 100,000; default 10,000.</summary>
    public int MaxAlerts { get; set; } = 10_000;

    /// <summary>Alertmanagers that are told. Default none.</summary>
    public IList<AlertmanagerSinkOptions> Alertmanager { get; set; } = new List<AlertmanagerSinkOptions>();

    /// <summary>Incoming webhooks as Slack, Mattermost and Rocket.Chat have them. Default none.</summary>
    public IList<SlackSinkOptions> Slack { get; set; } = new List<SlackSinkOptions>();

    /// <summary>Webhooks of your own. Default none.</summary>
    public IList<DriftWebhookSinkOptions> Webhooks { get; set; } = new List<DriftWebhookSinkOptions>();

    /// <summary>Mail servers. Default none.</summary>
    public IList<SmtpSinkOptions> Smtp { get; set; } = new List<SmtpSinkOptions>();

    /// <summary>Services of PagerDuty. Default none.</summary>
    public IList<PagerDutySinkOptions> PagerDuty { get; set; } = new List<PagerDutySinkOptions>();

    internal bool IsCritical(FeatureDrift found) => found.MinimumEffect > 0 && found.EffectSize >= CriticalMagnitude * found.MinimumEffect;
}
