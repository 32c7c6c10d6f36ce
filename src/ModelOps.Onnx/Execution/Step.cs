namespace ModelOps.Onnx.Execution;

/// <summary>One node of a compiled graph, inside one frame. Weights are shared between frames, everything that a call changes is the step's own.</summary>
/// <remarks>
/// <para><see cref="Bind"/> runs when the shapes of the call's inputs are others than before: it reads the shapes of the step's inputs and sets those of its outputs
/// (<see cref="Value.SetShape"/>), prepares strides and asks for scratch memory. It must not read elements, except of inputs whose
/// <see cref="Value.IsKnown"/> holds, and should not allocate. <see cref="Run"/> computes; it allocates nothing.</para>
/// </remarks>
internal abstract unsafe class Step
{
    /// <summary>Memory that <see cref="Run"/> wants for itself; set by <see cref="Bind"/>.</summary>
    public int ScratchBytes { get; protected set; }

    /// <summary>At least <see cref="ScratchBytes"/> bytes at a multiple of 64, with whatever another step left in them.</summary>
    public byte* Scratch { get; set; }

    /// <summary>Whether the outputs depend on the shapes of the inputs alone.</summary>
    public virtual bool NeedsOnlyShapes => false;

    /// <summary>For a node that is <see cref="CompiledNode.IsRowWise"/>: whether it is with the shapes that the step has now. For those whose rows
    /// depend on each other in some shapes, as where a vector meets a matrix.</summary>
    public virtual bool KeepsRows => true;

    /// <summary>Takes the shapes of the inputs.</summary>
    /// <exception cref="ShapeException">They do not fit the operator.</exception>
    public abstract void Bind();

    /// <summary>Computes the outputs from the inputs.</summary>
    /// <exception cref="ElementException">It cannot take an element of an input.</exception>
    public abstract void Run();
}
