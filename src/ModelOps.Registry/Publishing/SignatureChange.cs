namespace ModelOps.Registry.Publishing;

/// <summary>What a new signature breaks for callers of the old one.</summary>
internal static class SignatureChange
{
    /// <summary>Every break, as a clause; none when callers need not change, or one of the signatures is not known.</summary>
    public static IReadOnlyList<string> FindBreaks(ModelSignature? old, ModelSignature? next) =>
        old is null || next is null ? [] : [.. BreaksOfInputs(old.Inputs, next.Inputs), .. BreaksOfOutputs(old.Outputs, next.Outputs)];

    // Whatever callers send today must still be taken.
    private static IEnumerable<string> BreaksOfInputs(IReadOnlyList<TensorSpec> old, IReadOnlyList<TensorSpec> next)
    {
        foreach (TensorSpec added in next.Where(n => old.All(o => o.Name != n.Name))) { yield return $"input '{added.Name}' was added"; }
        foreach (TensorSpec was in old)
        {
            if (next.FirstOrDefault(n => n.Name == was.Name) is not { } now) { yield return $"input '{was.Name}' was removed"; }
            else if (now.DataType != was.DataType || !Covers(now.Shape, was.Shape)) { yield return $"input '{was.Name}' was {was} and is {now}"; }
            else if (now.RequireFinite && !was.RequireFinite) { yield return $"input '{was.Name}' takes NaN and infinities no more"; }
        }
    }

    // Whatever callers get must be something they could get before.
    private static IEnumerable<string> BreaksOfOutputs(IReadOnlyList<TensorSpec> old, IReadOnlyList<TensorSpec> next)
    {
        foreach (TensorSpec was in old)
        {
            if (next.FirstOrDefault(n => n.Name == was.Name) is not { } now) { yield return $"output '{was.Name}' was removed"; }
            else if (now.DataType != was.DataType || !Covers(was.Shape, now.Shape)) { yield return $"output '{was.Name}' was {was} and is {now}"; }
        }
    }

    private static bool Covers(IReadOnlyList<long> wide, IReadOnlyList<long> narrow) =>
        wide.Count == narrow.Count && wide.Zip(narrow).All(static pair => pair.First < 0 || pair.First == pair.Second);
}
