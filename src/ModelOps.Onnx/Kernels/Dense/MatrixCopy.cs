using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>Copies of matrices.</summary>
internal static unsafe class MatrixCopy
{
    /// <summary>Columns that are read together, a cache line of the target's rows each.</summary>
    private const int Block = 16;

    /// <summary>Copies a row-major matrix transposed.</summary>
    /// <param name="from">Matrix of <paramref name="rows"/> by <paramref name="columns"/>.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="to">Receives <paramref name="columns"/> by <paramref name="rows"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* from, int rows, int columns, float* to)
    {
        for (int first = 0; first < columns; first += Block)
        {
            int end = Math.Min(columns, first + Block);
            for (nint row = 0; row < rows; row++)
            {
                float* source = from + (row * columns);
                for (nint column = first; column < end; column++) { to[(column * rows) + row] = source[column]; }
            }
        }
    }
}
