namespace ModelOps.Registry.Gates;

/// <summary>What callers of one signature would notice of another.</summary>
public static class SignatureCompatibility
{
    /// <summary>Lists what breaks callers.</summary>
    /// <param name="running">Signature that callers are written for.</param>
    /// <param name="next">Signature that would take its place.</param>
    /// <returns>Every difference that breaks a caller, as a sentence; empty when none does.</returns>
    public static IReadOnlyList<string> Differences(ModelSignature running, ModelSignature next)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(next);
        List<string> found = [];
        foreach (TensorSpec input in next.Inputs)
        {
            if (Find(running.Inputs, input.Name) is not { } old) { found.Add($"Input {input} is new, and callers do not send it."); }
            else if (old.DataType != input.DataType) { found.Add($"Input '{input.Name}' was {old.DataType.ToName()} and is {input.DataType.ToName()}."); }
            else if (!Takes(input.Shape, old.Shape)) { found.Add($"Input '{input.Name}' was {old} and is {input}, which does not take all that callers send."); }
            else if (input.RequireFinite && !old.RequireFinite) { found.Add($"Input '{input.Name}' took NaN and infinities and takes them no more."); }
        }

        found.AddRange(running.Inputs.Where(old => Find(next.Inputs, old.Name) is null).Select(static old => $"Input {old} is gone, and callers send it."));
        foreach (TensorSpec old in running.Outputs)
        {
            if (Find(next.Outputs, old.Name) is not { } output) { found.Add($"Output {old} is gone, and callers read it."); }
            else if (old.DataType != output.DataType) { found.Add($"Output '{old.Name}' was {old.DataType.ToName()} and is {output.DataType.ToName()}."); }
            else if (!Takes(old.Shape, output.Shape)) { found.Add($"Output '{old.Name}' was {old} and is {output}, which callers do not expect."); }
        }

        return found;
    }

    /// <summary>Whether every shape of the second is one of the first.</summary>
    private static bool Takes(IReadOnlyList<long> wide, IReadOnlyList<long> narrow) =>
        wide.Count == narrow.Count && wide.Zip(narrow).All(static pair => pair.First < 0 || pair.First == pair.Second);

    private static TensorSpec? Find(IReadOnlyList<TensorSpec> specs, string name) => specs.FirstOrDefault(s => s.Name == name);
}
