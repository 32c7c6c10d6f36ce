namespace ModelOps.Serving;

/// <summary>Orders versions: by number where both are one, by semantic version where both have one, else by text.</summary>
internal sealed class ModelGenerationAge : IComparer<ModelGeneration>
{
    public static ModelGenerationAge Instance { get; } = new();

    public int Compare(ModelGeneration? x, ModelGeneration? y) => Compare(x?.Version, y?.Version);

    public static int Compare(string? x, string? y) =>
        ulong.TryParse(x, out ulong a) && ulong.TryParse(y, out ulong b) ? a.CompareTo(b)
        : SemanticVersion.TryParse(x, out SemanticVersion? left) && SemanticVersion.TryParse(y, out SemanticVersion? right)
            ? left.CompareTo(right)
            : string.CompareOrdinal(x, y);
}
