using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>SVMRegressor</c>, and the search for outliers with a single class.</summary>
/// <param name="vectors">Support vectors; of a linear model its weights.</param>
/// <param name="coefficients">What each vector counts; null for a linear model.</param>
/// <param name="rho">What is added.</param>
/// <param name="isOneClass">Whether the answer is the sign: 1 inside, -1 outside.</param>
/// <param name="input">Features.</param>
/// <param name="output">Receives one number for each row.</param>
internal sealed unsafe class SvmRegressorStep(SupportVectors vectors, float[]? coefficients, float rho, bool isOneClass, Value input, Value output) : FeatureStep(input)
{
    /// <inheritdoc/>
    public override void Run()
    {
        float* row = Features();
        Span<float> alike = new(OwnScratch, vectors.Count);
        Span<float> results = output.Elements<float>();
        for (int i = 0; i < results.Length; i++, row += Columns)
        {
            vectors.Compute(row, alike);
            float score = (coefficients is null ? alike[0] : DotKernel.Run(alike, coefficients)) + rho;
            results[i] = !isOneClass ? score : score > 0f ? 1f : -1f;
        }
    }

    /// <inheritdoc/>
    protected override long BindRows()
    {
        RequireColumns(vectors.Columns);
        output.SetShape(Rows, 1);
        return AlignedMemory.RoundUp(vectors.Count * sizeof(float));
    }
}
