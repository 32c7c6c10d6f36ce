using ModelOps.Drift.Profiles;

namespace ModelOps.Drift;

/// <summary>One window of a served model version, compared with its reference.</summary>
public sealed record DriftEvaluation
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version whose reference and traffic it is.</summary>
    public required string Version { get; init; }

    /// <summary>Begin of the window, in UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the window, exclusive, in UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Profile that the traffic is compared with: the version's own, or that of a season.</summary>
    public required DatasetProfile Reference { get; init; }

    /// <summary>Profile of the window, of all replicas.</summary>
    public required DatasetProfile Current { get; init; }

    /// <summary>What was found.</summary>
    public required DriftReport Report { get; init; }

    /// <summary>Replicas that the window has data of.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>False alarms in a week, over all features of the version together, that are kept to however often one looks; null when each window was judged by
    /// itself.</summary>
    public double? AlarmsPerWeek { get; init; }

    /// <summary>Whether this replica is the one to act on the window; others that evaluate find the same and only follow. Default true.</summary>
    public bool Tells { get; init; } = true;

    /// <summary>Id of the window, the same on every host: its begin and end as ISO 8601 in UTC, with a slash between.</summary>
    public string Window => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{From.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}/{To.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
}
