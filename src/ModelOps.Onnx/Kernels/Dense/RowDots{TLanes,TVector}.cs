using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>Dot products of rows with a few weight vectors, for layers of so few outputs that panels would be mostly zeros.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal static unsafe class RowDots<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Each row with each weight vector.</summary>
    /// <param name="x">Rows, row-major.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="depth">Floats of a row.</param>
    /// <param name="weights">Weight vectors, each filled up with zeros to <paramref name="stride"/> floats.</param>
    /// <param name="stride">Floats from a weight vector to the next; a multiple of 16.</param>
    /// <param name="targets">Number of weight vectors.</param>
    /// <param name="end">What happens to the sums.</param>
    /// <param name="y">Receives the targets of each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, int rows, int depth, float* weights, int stride, int targets, in Epilogue end, float* y)
    {
        for (int row = 0; row < rows; row++, x += depth, y += targets)
        {
            float* weight = weights;
            for (int target = 0; target < targets; target++, weight += stride)
            {
                float value = ScalarLanes.MultiplyAdd(Dot(x, weight, depth), end.Scale, end.Addend[(row * end.AddendStride) + target]);
                y[target] = ScalarLanes.AtMost(end.High, ScalarLanes.AtLeast(end.Low, value));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Step(float* x, float* weights, int at, TVector sum) =>
        TLanes.MultiplyAdd(TLanes.Load(x + at), TLanes.Load(weights + at), sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(float* x, float* weights, int length)
    {
        int lanes = TLanes.Count;
        int i = 0;
        TVector first = TLanes.Create(0f), second = first, third = first, fourth = first;
        for (; i <= length - (4 * lanes); i += 4 * lanes)
        {
            first = Step(x, weights, i, first);
            second = Step(x, weights, i + lanes, second);
            third = Step(x, weights, i + (2 * lanes), third);
            fourth = Step(x, weights, i + (3 * lanes), fourth);
        }

        for (; i <= length - lanes; i += lanes) { first = Step(x, weights, i, first); }
        if (i < length) { second = TLanes.MultiplyAdd(TLanes.LoadFirst(x + i, length - i), TLanes.Load(weights + i), second); }
        return TLanes.Sum(TLanes.Add(TLanes.Add(first, second), TLanes.Add(third, fourth)));
    }
}
