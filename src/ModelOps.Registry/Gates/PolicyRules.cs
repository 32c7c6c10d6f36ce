using ModelOps.Registry.Governance;

namespace ModelOps.Registry.Gates;

/// <summary>What settings of gates must be, whether they come from code or YAML.</summary>
internal static class PolicyRules
{
    private static readonly string[] CardFields =
    [
        ModelCardFields.Overview, ModelCardFields.Owners, ModelCardFields.Licenses, ModelCardFields.Task, ModelCardFields.Architecture, ModelCardFields.Signature,
        ModelCardFields.Datasets, ModelCardFields.DatasetDigests, ModelCardFields.Metrics, ModelCardFields.Users, ModelCardFields.UseCases,
        ModelCardFields.Limitations, ModelCardFields.Tradeoffs, ModelCardFields.EthicalConsiderations, ModelCardFields.Mitigations, ModelCardFields.Fairness,
        ModelCardFields.Code,
    ];

    /// <summary>Says what is wrong with a gate; null when nothing is.</summary>
    public static string? Check(IPromotionGate gate) => gate switch
    {
        { Name: not { Length: >= 1 and <= 100 } } => "the gate's name is empty or longer than 100 characters.",
        ChampionGate { Level: not (> 0 and <= 0.5) } => "'level' is not above 0 and at most 0.5.",
        ChampionGate { Margin: not (>= 0 and < double.PositiveInfinity) } => "'margin' is not a number of at least 0.",
        ChampionGate { Require: ChampionRequirement.NotWorse, Margin: 0 } => "'notWorse' needs a 'margin' above 0: no test can show that two versions are exactly alike.",
        ChampionGate { MinRows: < 2 } => "'minRows' is below 2.",
        ChampionGate { Resamples: < 100 or > 100_000 } => "'resamples' is not 100 to 100,000.",
        ApprovalsGate { Count: < 1 } => "'count' is below 1.",
        ApprovalsGate { From.Count: > 0 } approvals when approvals.From.Count < approvals.Count => "'from' names fewer people than 'count' asks for.",
        CardGate { Fields: { } fields } when fields.FirstOrDefault(static f => !CardFields.Contains(f, StringComparer.Ordinal)) is { } unknown =>
            $"'{unknown}' is no field of a model card. Use {string.Join(", ", CardFields)}.",
        _ => null,
    };
}
