namespace ModelOps.Drift.Alerts;

/// <summary>What <see cref="DriftAlertRules"/> writes.</summary>
public sealed class DriftRuleOptions
{
    /// <summary>Models that the rules are about. Empty (the default) means all.</summary>
    public IList<string> Models { get; } = new List<string>();

    /// <summary>How long drift must last before it fires. Zero to 1 day, whole seconds; default 1 minute, since monitoring itself waits for evidence.</summary>
    public TimeSpan For { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Share of the tested features from which drift is critical. Above 0, up to 1; default 0.5.</summary>
    public double CriticalShare { get; set; } = 0.5;

    /// <summary>Age from which an evaluation counts as none: drift of a version that no longer serves ends, and a version whose traffic is not evaluated is told.
    /// 2 seconds to 30 days, whole seconds; default 2 hours. Longer than windows are apart.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How often the rules are looked at, whole seconds from 1; null (the default) for Prometheus' own setting.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>Labels for every alert, e.g. <c>team</c>.</summary>
    public IDictionary<string, string> Labels { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Template of the address of a report, with <c>{model}</c>, <c>{version}</c> and <c>{feature}</c>, the last being empty in alerts of a whole version; null (the default)
    /// for none.</summary>
    public string? ReportUrl { get; set; }
}
