namespace ModelOps.Serving.Pipelines;

/// <summary>A step in its place in the graph.</summary>
internal sealed class PipelineGraphStep(PipelineStep definition, ModelReference? model, int[] readSlots, int[] writeSlots, int dependencies)
{
    public PipelineStep Definition => definition;

    /// <summary>The model it calls; null for code.</summary>
    public ModelReference? Model => model;

    public int[] ReadSlots => readSlots;

    public int[] WriteSlots => writeSlots;

    /// <summary>How many steps it waits for.</summary>
    public int Dependencies => dependencies;

    /// <summary>Steps that wait for it.</summary>
    public int[] Dependents { get; set; } = [];

    public string ActivityName { get; } = $"step {definition.Name}";
}
