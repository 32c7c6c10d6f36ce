using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>What cells do with their gates, element by element.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal static unsafe class RecurrentCells<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>A plain LSTM cell: sigmoid for the gates, tanh for the candidate and the output.</summary>
    /// <param name="gates">Sums of the input, output and forget gates and of the candidate, one after the other.</param>
    /// <param name="c">State of the cell; replaced.</param>
    /// <param name="h">Receives the output.</param>
    /// <param name="hidden">Size of each.</param>
    public static void Lstm(float* gates, float* c, float* h, int hidden)
    {
        int j = 0;
        for (; j <= hidden - TLanes.Count; j += TLanes.Count)
        {
            TVector state = Lstm(
                TLanes.Load(gates + j), TLanes.Load(gates + hidden + j), TLanes.Load(gates + (2 * hidden) + j), TLanes.Load(gates + (3 * hidden) + j), TLanes.Load(c + j), out TVector output);
            TLanes.Store(c + j, state);
            TLanes.Store(h + j, output);
        }

        int rest = hidden - j;
        if (rest > 0)
        {
            TVector state = Lstm(
                TLanes.LoadFirst(gates + j, rest),
                TLanes.LoadFirst(gates + hidden + j, rest),
                TLanes.LoadFirst(gates + (2 * hidden) + j, rest),
                TLanes.LoadFirst(gates + (3 * hidden) + j, rest),
                TLanes.LoadFirst(c + j, rest),
                out TVector output);
            TLanes.StoreFirst(c + j, state, rest);
            TLanes.StoreFirst(h + j, output, rest);
        }
    }

    /// <summary><c>to += left * right</c></summary>
    public static void AddProduct(float* to, float* left, float* right, int length)
    {
        int j = 0;
        for (; j <= length - TLanes.Count; j += TLanes.Count)
        {
            TLanes.Store(to + j, TLanes.MultiplyAdd(TLanes.Load(left + j), TLanes.Load(right + j), TLanes.Load(to + j)));
        }

        for (; j < length; j++) { to[j] = ScalarLanes.MultiplyAdd(left[j], right[j], to[j]); }
    }

    /// <summary><c>to = left * right</c></summary>
    public static void Product(float* to, float* left, float* right, int length)
    {
        int j = 0;
        for (; j <= length - TLanes.Count; j += TLanes.Count) { TLanes.Store(to + j, TLanes.Multiply(TLanes.Load(left + j), TLanes.Load(right + j))); }
        for (; j < length; j++) { to[j] = left[j] * right[j]; }
    }

    /// <summary><c>to = update * to + (1 - update) * candidate</c>, the end of a GRU cell.</summary>
    public static void Blend(float* to, float* update, float* candidate, int length)
    {
        TVector one = TLanes.Create(1f);
        int j = 0;
        for (; j <= length - TLanes.Count; j += TLanes.Count)
        {
            TVector z = TLanes.Load(update + j);
            TVector fresh = TLanes.Multiply(TLanes.Subtract(one, z), TLanes.Load(candidate + j));
            TLanes.Store(to + j, TLanes.MultiplyAdd(z, TLanes.Load(to + j), fresh));
        }

        for (; j < length; j++) { to[j] = ScalarLanes.MultiplyAdd(update[j], to[j], (1 - update[j]) * candidate[j]); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Lstm(TVector input, TVector output, TVector forget, TVector candidate, TVector state, out TVector h)
    {
        TVector fresh = TLanes.Multiply(VectorMath<TLanes, TVector>.Sigmoid(input), VectorMath<TLanes, TVector>.Tanh(candidate));
        TVector next = TLanes.MultiplyAdd(VectorMath<TLanes, TVector>.Sigmoid(forget), state, fresh);
        h = TLanes.Multiply(VectorMath<TLanes, TVector>.Sigmoid(output), VectorMath<TLanes, TVector>.Tanh(next));
        return next;
    }
}
