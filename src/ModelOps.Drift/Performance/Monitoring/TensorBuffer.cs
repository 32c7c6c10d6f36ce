using System.Runtime.CompilerServices;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Room for a few tensors on the stack.</summary>
[InlineArray(Length)]
internal struct TensorBuffer
{
    internal const int Length = 32;

    private InferenceTensor? _first;
}
