using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Vectors laid side by side, so that a row of features meets 16 of them at a time. Every width adds up feature by feature, so all give the same bits.</summary>
internal sealed unsafe class DotPanel
{
    private readonly AlignedMemory _memory;

    /// <summary>Packs vectors.</summary>
    /// <param name="vectors">Vectors one after the other.</param>
    /// <param name="outputs">Number of vectors.</param>
    /// <param name="columns">Length of a vector.</param>
    public DotPanel(ReadOnlySpan<float> vectors, int outputs, int columns)
    {
        Outputs = outputs;
        Columns = columns;
        _memory = new AlignedMemory(checked((outputs + Group - 1) / Group * Group * columns * sizeof(float)));
        float* to = (float*)_memory.Pointer;
        for (int output = 0; output < outputs; output++)
        {
            float* lane = to + ((output / Group * columns) * Group) + (output % Group);
            for (int column = 0; column < columns; column++) { lane[column * Group] = vectors[(output * columns) + column]; }
        }
    }

    /// <summary>Vectors that lie side by side.</summary>
    public const int Group = 16;

    /// <summary>Number of vectors.</summary>
    public int Outputs { get; }

    /// <summary>Length of a vector.</summary>
    public int Columns { get; }

    /// <summary>Computes <c>alpha * (row · v) + addend</c> for each vector.</summary>
    public void Dots(float* row, Span<float> results, float alpha, float addend)
    {
        for (int output = 0; output < Outputs; output++)
        {
            float* lane = Lane(output);
            float sum = 0f;
            for (int column = 0; column < Columns; column++) { sum += row[column] * lane[column * Group]; }
            results[output] = (alpha * sum) + addend;
        }
    }

    /// <summary>Computes <c>|row - v|²</c> for each vector.</summary>
    public void SquaredDistances(float* row, Span<float> results)
    {
        for (int output = 0; output < Outputs; output++)
        {
            float* lane = Lane(output);
            float sum = 0f;
            for (int column = 0; column < Columns; column++)
            {
                float difference = row[column] - lane[column * Group];
                sum += difference * difference;
            }

            results[output] = sum;
        }
    }

    private float* Lane(int output) => (float*)_memory.Pointer + ((output / Group * Columns) * Group) + (output % Group);
}
