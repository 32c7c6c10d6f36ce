using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Vectors laid side by side, so that a row of features meets 16 of them at a time. Every width adds up feature by feature, each product rounded, so all give the same bits.</summary>
internal sealed unsafe class DotPanel
{
    /// <summary>Vectors that lie side by side.</summary>
    public const int Group = 16;

    private readonly AlignedMemory _memory;
    private readonly VectorWidth _width;

    /// <summary>Packs vectors for the widest vectors of the machine.</summary>
    /// <param name="vectors">Vectors one after the other.</param>
    /// <param name="outputs">Number of vectors.</param>
    /// <param name="columns">Length of a vector.</param>
    public DotPanel(ReadOnlySpan<float> vectors, int outputs, int columns)
        : this(vectors, outputs, columns, VectorWidths.Best)
    {
    }

    /// <summary>Packs vectors for a given width.</summary>
    public DotPanel(ReadOnlySpan<float> vectors, int outputs, int columns, VectorWidth width)
    {
        Outputs = outputs;
        Columns = columns;
        _width = width;
        _memory = new AlignedMemory(checked((outputs + Group - 1) / Group * Group * columns * sizeof(float)));
        for (int output = 0; output < outputs; output++)
        {
            float* lane = Group16(output / Group) + (output % Group);
            for (int column = 0; column < columns; column++) { lane[column * Group] = vectors[(output * columns) + column]; }
        }
    }

    /// <summary>Number of vectors.</summary>
    public int Outputs { get; }

    /// <summary>Length of a vector.</summary>
    public int Columns { get; }

    /// <summary>Computes <c>alpha * (row · v) + addend</c> for each vector.</summary>
    public void Dots(float* row, Span<float> results, float alpha, float addend)
    {
        Run(row, results, isDistance: false);
        if (alpha == 1f && addend == 0f) { return; }
        foreach (ref float value in results) { value = (alpha * value) + addend; }
    }

    /// <summary>Computes <c>|row - v|²</c> for each vector.</summary>
    public void SquaredDistances(float* row, Span<float> results) => Run(row, results, isDistance: true);

    private void Run(float* row, Span<float> results, bool isDistance)
    {
        fixed (float* to = results)
        {
            switch (_width)
            {
                case VectorWidth.Bits512: Run<Lanes512, Vector512<float>>(row, to, isDistance); break;
                case VectorWidth.Bits256: Run<Lanes256, Vector256<float>>(row, to, isDistance); break;
                case VectorWidth.Bits128: Run<Lanes128, Vector128<float>>(row, to, isDistance); break;
                default: Run<ScalarLanes, float>(row, to, isDistance); break;
            }
        }
    }

    private void Run<TLanes, TVector>(float* row, float* to, bool isDistance)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        for (int first = 0; first < Outputs; first += Group)
        {
            float* group = Group16(first / Group);
            int left = Math.Min(Group, Outputs - first);
            for (int lane = 0; lane < left; lane += TLanes.Count)
            {
                TVector sum = isDistance ? Distance<TLanes, TVector>(row, group + lane) : Dot<TLanes, TVector>(row, group + lane);
                TLanes.StoreFirst(to + first + lane, sum, Math.Min(TLanes.Count, left - lane));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Dot<TLanes, TVector>(float* row, float* lanes)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        TVector sum = TLanes.Create(0f);
        for (int column = 0; column < Columns; column++, lanes += Group)
        {
            sum = TLanes.Add(sum, TLanes.Multiply(TLanes.Create(row[column]), TLanes.Load(lanes)));
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Distance<TLanes, TVector>(float* row, float* lanes)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        TVector sum = TLanes.Create(0f);
        for (int column = 0; column < Columns; column++, lanes += Group)
        {
            TVector difference = TLanes.Subtract(TLanes.Create(row[column]), TLanes.Load(lanes));
            sum = TLanes.Add(sum, TLanes.Multiply(difference, difference));
        }

        return sum;
    }

    private float* Group16(int group) => (float*)_memory.Pointer + ((long)group * Group * Columns);
}
