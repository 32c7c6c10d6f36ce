namespace ModelOps.Registry.Governance;

/// <summary>Puts back the defaults of what JSON leaves out: the generated reader sets every property, those that are not there to null.</summary>
internal static class Complete
{
    public static ModelCard Card(ModelCard card) => card with
    {
        Owners = All(card.Owners),
        Licenses = All(card.Licenses),
        References = All(card.References),
        Citations = All(card.Citations),
        Languages = All(card.Languages),
        Keywords = All(card.Keywords),
        Metrics = All(card.Metrics),
        Users = All(card.Users),
        UseCases = All(card.UseCases),
        Limitations = All(card.Limitations),
        Tradeoffs = All(card.Tradeoffs),
        EthicalConsiderations = All(card.EthicalConsiderations),
        Fairness = All(card.Fairness),
    };

    public static TrainingRecord Training(TrainingRecord training) => training with
    {
        Parameters = All(training.Parameters),
        Libraries = All(training.Libraries),
        BaseModels = All(training.BaseModels),
        Datasets = [.. All(training.Datasets).Select(static d => d with { SensitiveData = All(d.SensitiveData), Columns = d.Columns ?? [] })],
    };

    // An entry that is null says nothing.
    private static T[] All<T>(IReadOnlyList<T>? items)
        where T : class? => [.. (items ?? []).Where(static i => i is not null)];

    private static Dictionary<string, string> All(IReadOnlyDictionary<string, string>? items) =>
        (items ?? new Dictionary<string, string>()).Where(static i => i.Value is not null).ToDictionary(static i => i.Key, static i => i.Value, StringComparer.Ordinal);
}
