namespace ModelOps.Registry.Governance;

/// <summary>Names of what a model card can be asked to say, for <see cref="ModelCards.FindMissing"/>.</summary>
public static class ModelCardFields
{
    /// <summary>What the model does.</summary>
    public const string Overview = "overview";

    /// <summary>Who answers for it.</summary>
    public const string Owners = "owners";

    /// <summary>Licences.</summary>
    public const string Licenses = "licenses";

    /// <summary>Task.</summary>
    public const string Task = "task";

    /// <summary>Architecture or its family.</summary>
    public const string Architecture = "architecture";

    /// <summary>Inputs and outputs, from the version's signature.</summary>
    public const string Signature = "signature";

    /// <summary>Data it was trained from, from the training record.</summary>
    public const string Datasets = "datasets";

    /// <summary>Data it was trained from, each with a digest.</summary>
    public const string DatasetDigests = "dataset_digests";

    /// <summary>What was measured, from the card or the version.</summary>
    public const string Metrics = "metrics";

    /// <summary>Who is meant to use it.</summary>
    public const string Users = "users";

    /// <summary>What for.</summary>
    public const string UseCases = "use_cases";

    /// <summary>What it cannot do.</summary>
    public const string Limitations = "limitations";

    /// <summary>What was given up for what.</summary>
    public const string Tradeoffs = "tradeoffs";

    /// <summary>Risks.</summary>
    public const string EthicalConsiderations = "ethical_considerations";

    /// <summary>Risks, each with what is done about it.</summary>
    public const string Mitigations = "mitigations";

    /// <summary>Whom it may treat unfairly.</summary>
    public const string Fairness = "fairness";

    /// <summary>Code that trained it, with its commit.</summary>
    public const string Code = "code";

    /// <summary>What is asked for unless something else is: overview, owners, licences, data, metrics, use cases, limitations and ethical considerations.</summary>
    public static IReadOnlyList<string> Default { get; } = [Overview, Owners, Licenses, Datasets, Metrics, UseCases, Limitations, EthicalConsiderations];
}
