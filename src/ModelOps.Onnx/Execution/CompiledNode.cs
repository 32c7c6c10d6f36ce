namespace ModelOps.Onnx.Execution;

/// <summary>What an operator makes of a node at load.</summary>
/// <param name="Create">Makes the step of a frame. Called once a frame, from any thread; it shares packed weights and copies nothing large.</param>
internal sealed record CompiledNode(Func<NodeValues, Step> Create)
{
    /// <summary>Whether the only output shares the memory of the first input; the step is a <see cref="ViewStep"/>.</summary>
    public bool IsView { get; init; }

    /// <summary>Whether row <c>i</c> of each output depends on row <c>i</c> of the inputs alone, rows being counted along the first dimension of all
    /// inputs that are not constant. Lets a big batch be split over threads, with the same bits.</summary>
    public bool IsRowWise { get; init; }

    /// <summary>What the operator chose, for people, e.g. the kernel; null for nothing worth telling.</summary>
    public string? Choice { get; init; }
}
