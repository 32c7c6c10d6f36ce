namespace ModelOps;

/// <summary>What people must know about a version before they use it. What the registry knows already, such as name, version, files and metrics, is
/// taken from there and not said twice.</summary>
/// <remarks>The source of all forms of it: Google's model card JSON, the front matter of Hugging Face, CycloneDX. Texts are plain or Markdown.</remarks>
public sealed record ModelCard
{
    /// <summary>What the model does, in a few sentences; null when nothing is said.</summary>
    public string? Overview { get; init; }

    /// <summary>More about it, of any length.</summary>
    public string? Documentation { get; init; }

    /// <summary>Who answers for it.</summary>
    public IReadOnlyList<ModelCardOwner> Owners { get; init; } = [];

    /// <summary>Licences: SPDX identifiers or expressions such as <c>Apache-2.0</c>, or names of others.</summary>
    public IReadOnlyList<string> Licenses { get; init; } = [];

    /// <summary>Addresses to read on at; absolute <c>http</c> or <c>https</c> URIs.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>How to cite it.</summary>
    public IReadOnlyList<string> Citations { get; init; } = [];

    /// <summary>Natural languages that it reads or writes, e.g. <c>en</c>.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Task, best one of Hugging Face's, e.g. <c>tabular-regression</c>; null when nothing is said.</summary>
    public string? Task { get; init; }

    /// <summary>Library that made it, e.g. <c>sklearn</c>.</summary>
    public string? Library { get; init; }

    /// <summary>How it learned; null when nothing is said.</summary>
    public LearningApproach? Approach { get; init; }

    /// <summary>Family, e.g. <c>gradient-boosted trees</c>.</summary>
    public string? ArchitectureFamily { get; init; }

    /// <summary>Architecture, e.g. <c>LightGBM, 400 trees of depth 6</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>What it was measured at, beyond the metrics that the version was registered with; a metric here of the same name takes the place of
    /// that one.</summary>
    public IReadOnlyList<ModelCardMetric> Metrics { get; init; } = [];

    /// <summary>Who is meant to use it.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>What for.</summary>
    public IReadOnlyList<string> UseCases { get; init; } = [];

    /// <summary>What it cannot do.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];

    /// <summary>What was given up for what.</summary>
    public IReadOnlyList<string> Tradeoffs { get; init; } = [];

    /// <summary>Risks, and what is done about them.</summary>
    public IReadOnlyList<ModelCardRisk> EthicalConsiderations { get; init; } = [];

    /// <summary>Whom it may treat unfairly.</summary>
    public IReadOnlyList<ModelCardFairness> Fairness { get; init; } = [];
}
