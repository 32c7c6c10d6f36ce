namespace ModelOps.Registry.Governance;

/// <summary>Says whether a card fills a field. White space fills nothing.</summary>
internal static class CardCompleteness
{
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public static bool Says(VersionFacts facts, string field)
    {
        ModelCard card = facts.Card;
        return field switch
        {
            ModelCardFields.Overview => Is(facts.Description),
            ModelCardFields.Owners => card.Owners.Any(static o => Is(o.Name)),
            ModelCardFields.Licenses => card.Licenses.Any(Is),
            ModelCardFields.Task => Is(card.Task),
            ModelCardFields.Architecture => Is(card.Architecture) || Is(card.ArchitectureFamily),
            ModelCardFields.Signature => facts.Version.Signature is { Inputs.Count: > 0, Outputs.Count: > 0 },
            ModelCardFields.Datasets => facts.Datasets.Count > 0,
            ModelCardFields.DatasetDigests => facts.Datasets.Count > 0 && facts.Datasets.All(static d => Is(d.Digest)),
            ModelCardFields.Metrics => facts.Metrics.Count > 0,
            ModelCardFields.Users => card.Users.Any(Is),
            ModelCardFields.UseCases => card.UseCases.Any(Is),
            ModelCardFields.Limitations => card.Limitations.Any(Is),
            ModelCardFields.Tradeoffs => card.Tradeoffs.Any(Is),
            ModelCardFields.EthicalConsiderations => card.EthicalConsiderations.Any(static r => Is(r.Name)),
            ModelCardFields.Mitigations => card.EthicalConsiderations.Count > 0 && card.EthicalConsiderations.All(static r => Is(r.Mitigation)),
            ModelCardFields.Fairness => card.Fairness.Any(static f => Is(f.Group)),
            ModelCardFields.Code => Is(facts.Training?.Code?.Commit),
            _ => throw new ArgumentException($"'{field}' is no field of a model card. Use one of {nameof(ModelCardFields)}, such as '{ModelCardFields.Overview}'.", nameof(field)),
        };
    }

    private static bool Is(string? text) => !string.IsNullOrWhiteSpace(text);
}
