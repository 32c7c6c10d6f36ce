using System.Runtime.InteropServices;

namespace ModelOps.Serving.Batching;

/// <summary>Rows of a call in a run.</summary>
/// <param name="Call">The call.</param>
/// <param name="Offset">First row of the call.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="At">First row of the run.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchSlice(BatchCall Call, int Offset, int Rows, int At)
{
    public bool IsWholeCall => Rows == Call.Rows;
}
