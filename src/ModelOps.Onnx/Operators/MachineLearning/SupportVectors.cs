using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The kernel of a support vector machine and its vectors: how alike a row is to each of them. Immutable.</summary>
internal sealed class SupportVectors
{
    private readonly SvmKernel _kernel;
    private readonly float _gamma;
    private readonly float _coef0;
    private readonly float _degree;
    private readonly DotPanel _panel;

    private SupportVectors(SvmKernel kernel, ReadOnlySpan<float> parameters, DotPanel panel)
    {
        _kernel = kernel;
        if (!parameters.IsEmpty) { (_gamma, _coef0, _degree) = (parameters[0], parameters[1], parameters[2]); }
        _panel = panel;
    }

    /// <summary>Number of vectors.</summary>
    public int Count => _panel.Outputs;

    /// <summary>Features of a vector.</summary>
    public int Columns => _panel.Columns;

    /// <summary>Reads them from a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="vectors">Vectors one after the other, or the weights of linear models.</param>
    /// <param name="count">Number of them, 1 or more.</param>
    /// <param name="isLinear">Whether the kernel is linear, whatever the node says.</param>
    /// <exception cref="UnsupportedNodeException">The lists contradict each other.</exception>
    public static SupportVectors Of(NodeContext node, float[] vectors, int count, bool isLinear)
    {
        IReadOnlyList<float> parameters = node.Attributes.Floats("kernel_params");
        if (parameters.Count is not 0 and < 3) { throw new UnsupportedNodeException($"its kernel_params are {parameters.Count}, and 3 are needed"); }
        if (vectors.Length == 0 || vectors.Length % count != 0) { throw new UnsupportedNodeException($"its {count} vectors have {vectors.Length} numbers together"); }
        SvmKernel kernel = isLinear ? SvmKernel.Linear : node.Attributes.String("kernel_type", "LINEAR") switch
        {
            "LINEAR" => SvmKernel.Linear,
            "POLY" => SvmKernel.Polynomial,
            "RBF" => SvmKernel.Gaussian,
            "SIGMOID" => SvmKernel.Sigmoid,
            string other => throw new UnsupportedNodeException($"its kernel is {Quote.Short(other)}"),
        };
        return new SupportVectors(kernel, [.. parameters], new DotPanel(vectors, count, vectors.Length / count));
    }

    /// <summary>Computes the kernel of one row with all vectors.</summary>
    /// <param name="row">Features.</param>
    /// <param name="results">One for each vector.</param>
    public unsafe void Compute(float* row, Span<float> results)
    {
        switch (_kernel)
        {
            case SvmKernel.Linear:
                _panel.Dots(row, results, 1f, 0f);
                break;
            case SvmKernel.Gaussian:
                _panel.SquaredDistances(row, results);
                SvmMath.Exp(VectorWidths.Best, results, -_gamma);
                break;
            case SvmKernel.Polynomial:
                _panel.Dots(row, results, _gamma, _coef0);
                Power(results);
                break;
            default:
                _panel.Dots(row, results, _gamma, _coef0);
                SvmMath.Tanh(VectorWidths.Best, results);
                break;
        }
    }

    private void Power(Span<float> results)
    {
        foreach (ref float value in results)
        {
            value = _degree switch
            {
                2f => value * value,
                3f => value * value * value,
                _ => MathF.Pow(value, _degree),
            };
        }
    }
}
