using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>Where the values of one call lie. What is null is not given, or not asked for.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct RecurrentCall
{
    public int Steps { get; set; }

    public int Batch { get; set; }

    /// <summary>Sequences: <c>[steps, batch, input]</c>, or batch first in a layer that is batch-first.</summary>
    public float* X { get; set; }

    /// <summary>Steps of each sequence, from 0 to <see cref="Steps"/>.</summary>
    public int* Lengths { get; set; }

    /// <summary>Outputs before the first step: <c>[directions, batch, hidden]</c>; zeros if not given.</summary>
    public float* InitialH { get; set; }

    /// <summary>States before the first step, of cells that have one.</summary>
    public float* InitialC { get; set; }

    /// <summary>Receives all outputs: <c>[steps, directions, batch, hidden]</c>; zeros where a sequence has ended.</summary>
    public float* Y { get; set; }

    /// <summary>Receives the last outputs: <c>[directions, batch, hidden]</c>.</summary>
    public float* LastH { get; set; }

    /// <summary>Receives the last states.</summary>
    public float* LastC { get; set; }

    /// <summary>Floats to work in, as many as the layer says.</summary>
    public float* Scratch { get; set; }
}
