namespace ModelOps.Serving.Pipelines;

/// <summary>A pipeline whose tensors have numbers instead of names. Immutable.</summary>
internal sealed class PipelineGraph
{
    /// <param name="definition">A definition that <see cref="PipelineRules"/> finds nothing wrong with.</param>
    public PipelineGraph(PipelineDefinition definition)
    {
        Definition = definition;
        Dictionary<string, int> slots = [];
        foreach (PipelinePort input in definition.Inputs) { slots.Add(input.Value, slots.Count); }
        Dictionary<string, int> writers = [];
        for (int i = 0; i < definition.Steps.Count; i++)
        {
            foreach (PipelinePort write in definition.Steps[i].Writes)
            {
                slots.Add(write.Value, slots.Count);
                writers.Add(write.Value, i);
            }
        }

        SlotCount = slots.Count;
        int[][] waitsFor = [.. definition.Steps.Select(step => step.Reads.Where(r => writers.ContainsKey(r.Value)).Select(r => writers[r.Value]).Distinct().ToArray())];
        Steps =
        [
            .. definition.Steps.Select((step, i) => new PipelineGraphStep(
                step,
                step.Model is { } model ? ModelReference.Parse(model) : null,
                [.. step.Reads.Select(r => slots[r.Value])],
                [.. step.Writes.Select(w => slots[w.Value])],
                waitsFor[i].Length)),
        ];
        for (int i = 0; i < Steps.Length; i++) { Steps[i].Dependents = [.. Enumerable.Range(0, Steps.Length).Where(j => waitsFor[j].Contains(i))]; }
        OutputSlots = [.. definition.Outputs.Select(o => o.Values.Select(v => slots[v]).ToArray())];
    }

    public PipelineDefinition Definition { get; }

    public PipelineGraphStep[] Steps { get; }

    /// <summary>For each output the slots it may come from.</summary>
    public int[][] OutputSlots { get; }

    /// <summary>How many tensors there are; the inputs have the first numbers.</summary>
    public int SlotCount { get; }
}
