namespace ModelOps.Drift.Alerts;

/// <summary>Alerts that nobody is to be told of for a time. What is over is told all the same to those who were told that it began.</summary>
public sealed record DriftSilence
{
    /// <summary>Id; given by <see cref="IDriftAlerts.SilenceAsync"/>, and made of the other settings for those of the options.</summary>
    public string Id { get; set; } = string.Empty;

    /// <summary>Models it is about, <c>*</c> standing for any characters. Default all.</summary>
    public string Model { get; set; } = "*";

    /// <summary>Versions it is about, as <see cref="Model"/>.</summary>
    public string Version { get; set; } = "*";

    /// <summary>Features it is about, as <see cref="Model"/>.</summary>
    public string Feature { get; set; } = "*";

    /// <summary>When it begins. Default: it has begun.</summary>
    public DateTimeOffset From { get; set; } = DateTimeOffset.MinValue;

    /// <summary>When it ends. Required.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>Who wants it. 1 to 256 characters, required.</summary>
    public string By { get; set; } = string.Empty;

    /// <summary>Why. 1 to 1,024 characters, required.</summary>
    public string Comment { get; set; } = string.Empty;

    /// <summary>Whether an alert is silenced.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="now">The time.</param>
    /// <returns>True from <see cref="From"/> until <see cref="Until"/> for an alert that it is about.</returns>
    public bool Mutes(DriftAlert alert, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return From <= now && now < Until
            && NamePattern.Matches(Model, alert.Model) && NamePattern.Matches(Version, alert.Version) && NamePattern.Matches(Feature, alert.Feature);
    }
}
