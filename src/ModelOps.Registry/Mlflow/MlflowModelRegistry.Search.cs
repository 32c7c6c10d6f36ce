using ModelOps.Registry.Mlflow.Remote;

namespace ModelOps.Registry.Mlflow;

/// <summary>Searches are done here over what the server lists: its own language knows less, and its pages shift while others write.</summary>
internal sealed partial class MlflowModelRegistry
{
    public async Task<RegistryPage<RegisteredModel>> SearchModelsAsync(RegistryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        LocalSearch search = new(query, isOfVersions: false);
        IReadOnlyList<WireModel> models = await ListNamedAsync(cancellationToken).ConfigureAwait(false);
        RegistryPage<WireModel> page = search.Run(models, static m => m.Name, static m => m.LatestNumber, static (m, field) => field switch
        {
            RegistryFields.Name => [m.Name],
            RegistryFields.Number => [SearchText.Of(m.LatestNumber)],
            RegistryFields.Description => [m.Description],
            RegistryFields.CreatedAt => [SearchText.Of(m.CreatedAt)],
            RegistryFields.UpdatedAt => [SearchText.Of(m.UpdatedAt)],
            RegistryFields.Alias => [.. m.Aliases.Keys],
            _ => SearchText.Tag(m.Tags, field),
        });
        List<RegisteredModel> items = [];
        foreach (WireModel model in page.Items) { items.Add(await ReadModelAsync(model, cancellationToken).ConfigureAwait(false)); }
        return new RegistryPage<RegisteredModel>(items, page.NextPageToken);
    }

    public async Task<RegistryPage<RegisteredVersion>> SearchVersionsAsync(RegistryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        LocalSearch search = new(query, isOfVersions: true);
        string? model = query.Filters.FirstOrDefault(static f => f is { Field: RegistryFields.Name, Operator: RegistryOperator.Equal })?.Values[0];
        IReadOnlyList<WireVersion> versions = model is not null && !ModelReference.IsName(model) ? [] : await _models.ListVersionsAsync(model, cancellationToken).ConfigureAwait(false);
        List<(WireVersion Wire, ModelVersion Version)> read = [];
        WireVersion[] named = [.. versions.Where(static v => ModelReference.IsName(v.Model))];
        foreach ((WireVersion wire, ModelVersion version) in named.Zip(await _versions.ReadAllAsync(named, cancellationToken).ConfigureAwait(false))) { read.Add((wire, version)); }
        RegistryPage<(WireVersion Wire, ModelVersion Version)> page = search.Run(read, static v => v.Wire.Model, static v => v.Wire.Number, static (v, field) => field switch
        {
            RegistryFields.Name => [v.Wire.Model],
            RegistryFields.Number => [SearchText.Of(v.Wire.Number)],
            RegistryFields.Version => [v.Version.Version.ToString()],
            RegistryFields.Stage => [v.Wire.Stage],
            RegistryFields.Format => [v.Version.Format],
            RegistryFields.Digest => [v.Version.Digest],
            RegistryFields.RunId => v.Wire.RunId is { } run ? [run] : [],
            RegistryFields.Source => v.Wire.Source is { } source ? [source] : [],
            RegistryFields.Description => [v.Wire.Description],
            RegistryFields.CreatedAt => [SearchText.Of(v.Wire.CreatedAt)],
            RegistryFields.UpdatedAt => [SearchText.Of(v.Wire.UpdatedAt)],
            RegistryFields.Alias => v.Wire.Aliases,
            _ => SearchText.Tag(v.Wire.Tags, field),
        });
        List<RegisteredVersion> items = [];
        foreach ((WireVersion wire, _) in page.Items) { items.Add(await ReadVersionAsync(wire, cancellationToken).ConfigureAwait(false)); }
        return new RegistryPage<RegisteredVersion>(items, page.NextPageToken);
    }
}
