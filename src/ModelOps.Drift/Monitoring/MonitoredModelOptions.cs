namespace ModelOps.Drift.Monitoring;

/// <summary>What monitoring must be told of one model.</summary>
public sealed class MonitoredModelOptions
{
    /// <summary>Whether the model's calls are watched. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>File of the reference profile for all versions, as <see cref="Profiles.DriftProfileFile"/> writes it; for hosts without a registry. It wins over
    /// the profile that a version was registered with. Default null.</summary>
    public string? ReferenceFile { get; set; }

    /// <summary>Features that the columns of an input or output are, by its name, in their order; e.g. <c>x</c>: <c>income</c>, <c>age</c>. A name that the reference
    /// does not have skips the column.</summary>
    public IDictionary<string, IList<string>> Columns { get; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>Parameter of a request that says when its rows happened: ISO 8601, or a whole number of milliseconds since 1970. Default null: when they were answered.</summary>
    public string? EventTimeParameter { get; set; }

    /// <summary>Input that says when each row happened: INT64, milliseconds since 1970, one a row. It goes before <see cref="EventTimeParameter"/>. Default null.</summary>
    public string? EventTimeInput { get; set; }
}
