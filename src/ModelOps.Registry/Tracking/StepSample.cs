namespace ModelOps.Registry.Tracking;

/// <summary>Chooses steps evenly, the first and the last always among them.</summary>
internal static class StepSample
{
    public static IEnumerable<long> Take(IReadOnlyList<long> steps, int count)
    {
        if (steps.Count <= count) { return steps; }
        return count == 1
            ? [steps[^1]]
            : Enumerable.Range(0, count).Select(i => steps[(int)((long)i * (steps.Count - 1) / (count - 1))]);
    }
}
