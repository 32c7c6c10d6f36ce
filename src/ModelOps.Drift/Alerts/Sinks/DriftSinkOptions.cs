namespace ModelOps.Drift.Alerts;

/// <summary>Settings that all built-in sinks share.</summary>
public abstract class DriftSinkOptions
{
    private protected DriftSinkOptions(string name) => Name = name;

    /// <summary>Name, unique among the sinks of a host; what it was told is kept under it. 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; default the kind's.</summary>
    public string Name { get; set; }

    /// <summary>Models that it tells of, <c>*</c> standing for any characters. Empty (the default) means all.</summary>
    public IList<string> Models { get; set; } = new List<string>();

    /// <summary>Severity from which it tells. Default warning.</summary>
    public DriftAlertSeverity MinSeverity { get; set; } = DriftAlertSeverity.Warning;

    /// <summary>Longest time for one attempt. 100 ms to 1 minute; default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts before a notification is set aside for a while. 1 to 10; default 4.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Wait before the second attempt; doubled for each further one, with jitter. 1 ms to 1 minute; default 1 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between attempts that a receiver may ask for by <c>Retry-After</c>; when it asks for more, the notification is set aside for that
    /// long, at most a day. Zero to 10 minutes; default 1 minute.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    internal bool Wants(DriftAlert alert) => alert.Severity >= MinSeverity && (Models.Count == 0 || NamePattern.MatchesAny(Models, alert.Model));
}
