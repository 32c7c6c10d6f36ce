namespace ModelOps.Serving;

/// <summary>Which generation answers which reference of one model. Immutable: a change publishes new routes.</summary>
internal sealed class ModelRoutes
{
    private readonly IReadOnlyList<string> _followed;
    private readonly Dictionary<string, ModelGeneration> _byAlias;
    private readonly Dictionary<string, ModelGeneration> _byVersion = [];

    /// <param name="followed">Aliases that are followed, loaded or not; empty for a model from a file.</param>
    /// <param name="byAlias">Generations by alias.</param>
    /// <param name="all">All generations; they answer by version.</param>
    /// <param name="standard">Generation for references that name neither version nor alias; null while there is none.</param>
    public ModelRoutes(
        IReadOnlyList<string> followed, IReadOnlyDictionary<string, ModelGeneration> byAlias, IReadOnlyCollection<ModelGeneration> all, ModelGeneration? standard)
    {
        _followed = followed;
        _byAlias = new Dictionary<string, ModelGeneration>(byAlias);
        Default = standard;
        Generations = [.. all.Distinct().OrderByDescending(static g => g, ModelGenerationAge.Instance)];
        foreach (ModelGeneration generation in Generations)
        {
            _byVersion.TryAdd(generation.Version, generation);
            if (generation.Package.Number is { } number) { _byVersion.TryAdd(number.ToString(System.Globalization.CultureInfo.InvariantCulture), generation); }
        }
    }

    /// <summary>Answers references that name neither version nor alias; null while nothing does.</summary>
    public ModelGeneration? Default { get; }

    /// <summary>All that can answer, newest version first.</summary>
    public IReadOnlyList<ModelGeneration> Generations { get; }

    public ModelGeneration? Find(ModelReference reference) =>
        reference.Version is { } version ? _byVersion.GetValueOrDefault(version)
        : reference.Alias is { } alias ? _byAlias.GetValueOrDefault(alias)
        : Default;

    public IEnumerable<string> AliasesOf(ModelGeneration generation) =>
        _followed.Where(alias => _byAlias.TryGetValue(alias, out ModelGeneration? target) && ReferenceEquals(target, generation));

    public ModelOpsException NotFound(ModelReference reference, string reason) =>
        Default is null || (reference.Alias is { } alias && _followed.Contains(alias))
            ? new ModelNotReadyException(reference.ToString(), reason)
            : new ModelVersionNotFoundException(reference, [.. Generations.Select(static g => g.Version), .. _byAlias.Keys.Order(StringComparer.Ordinal)]);
}
