using System.Numerics;

namespace QuantizeAndServe;

/// <summary>One dense layer and the state of its Adam optimiser. Source: D. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015.</summary>
internal sealed class Layer
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private readonly float[] _gradient;
    private readonly float[] _mean;
    private readonly float[] _square;
    private int _step;

    public Layer(int inputs, int outputs, Random random)
    {
        (Inputs, Outputs) = (inputs, outputs);
        Parameters = new float[(outputs * inputs) + outputs];
        double spread = Math.Sqrt(2.0 / inputs);
        for (int i = 0; i < outputs * inputs; i++)
        {
            Parameters[i] = (float)(spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        (_gradient, _mean, _square) = (new float[Parameters.Length], new float[Parameters.Length], new float[Parameters.Length]);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Weights <c>[outputs, inputs]</c>, then a bias for each output.</summary>
    public float[] Parameters { get; }

    public ReadOnlySpan<float> Weights => Parameters.AsSpan(0, Outputs * Inputs);

    public ReadOnlySpan<float> Biases => Parameters.AsSpan(Outputs * Inputs);

    public void Forward(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int o = 0; o < Outputs; o++) { y[o] = Dot(Weights.Slice(o * Inputs, Inputs), x) + Biases[o]; }
    }

    /// <summary>Adds to the gradient, and turns that of the outputs into that of the inputs.</summary>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        inputGradient.Clear();
        for (int o = 0; o < Outputs; o++)
        {
            float g = outputGradient[o];
            if (g == 0) { continue; }
            AddScaled(x, g, _gradient.AsSpan(o * Inputs, Inputs));
            AddScaled(Weights.Slice(o * Inputs, Inputs), g, inputGradient);
            _gradient[(Outputs * Inputs) + o] += g;
        }
    }

    /// <summary>One step against the gradient, which is cleared.</summary>
    public void Step(float rate)
    {
        _step++;
        float correction = rate * MathF.Sqrt(1 - MathF.Pow(Beta2, _step)) / (1 - MathF.Pow(Beta1, _step));
        for (int i = 0; i < Parameters.Length; i++)
        {
            float g = _gradient[i];
            _mean[i] = (Beta1 * _mean[i]) + ((1 - Beta1) * g);
            _square[i] = (Beta2 * _square[i]) + ((1 - Beta2) * g * g);
            Parameters[i] -= correction * _mean[i] / (MathF.Sqrt(_square[i]) + 1e-8f);
            _gradient[i] = 0;
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sum = Vector<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count) { sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]); }
        float total = Vector.Sum(sum);
        for (; i < a.Length; i++) { total += a[i] * b[i]; }
        return total;
    }

    private static void AddScaled(ReadOnlySpan<float> x, float factor, Span<float> to)
    {
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count) { (new Vector<float>(to[i..]) + (new Vector<float>(x[i..]) * factor)).CopyTo(to[i..]); }
        for (; i < x.Length; i++) { to[i] += x[i] * factor; }
    }
}
