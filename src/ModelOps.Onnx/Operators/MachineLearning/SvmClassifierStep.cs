using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Forests;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>SVMClassifier</c>: classes vote pair by pair, and ONNX Runtime's choices hold where the standard is silent.</summary>
/// <param name="model">The model.</param>
/// <param name="input">Features.</param>
/// <param name="classes">Receives the name of each row's class; null when nobody asks.</param>
/// <param name="scores">Receives the scores; null when nobody asks.</param>
internal sealed unsafe class SvmClassifierStep(SvmClassifierModel model, Value input, Value? classes, Value? scores) : FeatureStep(input)
{
    private readonly int[] _votes = new int[model.Classes];
    private readonly bool _isPositive = model.IsPositive;

    /// <inheritdoc/>
    public override void Run()
    {
        float* row = Features();
        Span<float> own = new(OwnScratch, (int)(OwnLength));
        Span<float> alike = own[..model.Vectors.Count];
        Span<float> pairs = own.Slice(alike.Length, model.IsLinear ? 0 : model.Pairs);
        Span<float> unasked = own.Slice(alike.Length + pairs.Length, model.Scores);
        Span<float> coupling = own[(alike.Length + pairs.Length + unasked.Length)..];
        for (int i = 0; i < Rows; i++, row += Columns)
        {
            Span<float> results = scores is null ? unasked : scores.Elements<float>().Slice(i * model.Scores, model.Scores);
            model.Vectors.Compute(row, alike);
            int best = model.IsLinear ? Linear(alike, results) : Vote(alike, pairs, coupling, results);
            if (classes is not null) { model.Labels.Write(classes, i, best); }
        }
    }

    /// <inheritdoc/>
    protected override long BindRows()
    {
        RequireColumns(model.Vectors.Columns);
        classes?.SetShape(Rows);
        scores?.SetShape(Rows, model.Scores);
        if (OwnLength > int.MaxValue / 8) { throw new ShapeException($"{model.Classes} classes need {OwnLength} floats of memory beside"); }
        return AlignedMemory.RoundUp((int)OwnLength * sizeof(float));
    }

    private long OwnLength => (long)model.Vectors.Count + model.Pairs + model.Scores + (model.HasProbabilities ? PairwiseProbabilities.ScratchLength(model.Classes) : 0);

    private int Linear(ReadOnlySpan<float> dots, Span<float> results)
    {
        for (int i = 0; i < dots.Length; i++) { results[i] = dots[i] + model.Rho[0]; }
        int best = LinearScores.Largest(results);
        if (model.Classes == 2 && model.SigmoidA.Length == 0)
        {
            float largest = results[best];
            if (_isPositive ? largest >= 0.5f : largest > 0f) { best = 1; }
        }

        PostTransform.Apply(model.Transform, results);
        return best;
    }

    private int Vote(ReadOnlySpan<float> alike, Span<float> pairs, Span<float> coupling, Span<float> results)
    {
        ScorePairs(alike, pairs);
        int best = 0;
        for (int i = 1; i < _votes.Length; i++)
        {
            if (_votes[i] > _votes[best]) { best = i; }
        }

        if (model.HasProbabilities)
        {
            PairwiseProbabilities.Couple(pairs, model.SigmoidA, model.SigmoidB, coupling, results);
            ForestTransforms.Apply(model.Transform, results);
        }
        else if (model.Classes == 2)
        {
            if (model.Transform == ForestTransform.None) { (results[0], results[1]) = (-pairs[0], pairs[0]); }
            else { PostTransform.Pair(model.Transform, pairs[0], results); }
        }
        else
        {
            pairs.CopyTo(results);
            PostTransform.Apply(model.Transform, results);
        }

        return best;
    }

    /// <summary>A row of coefficients for each class but the first of a pair's: that of vector v against class c stands in row c, or c - 1 when c comes behind v's class.</summary>
    private void ScorePairs(ReadOnlySpan<float> alike, Span<float> pairs)
    {
        Array.Clear(_votes);
        int pair = 0;
        int firstOfI = 0;
        for (int i = 0; i < model.Classes - 1; i++)
        {
            int firstOfJ = firstOfI + model.VectorsOfClass[i];
            for (int j = i + 1; j < model.Classes; j++, pair++)
            {
                double sum = 0;
                AddUp(alike, (j - 1) * alike.Length, firstOfI, model.VectorsOfClass[i], ref sum);
                AddUp(alike, i * alike.Length, firstOfJ, model.VectorsOfClass[j], ref sum);
                sum += model.Rho[pair];
                pairs[pair] = (float)sum;
                _votes[sum > 0 ? i : j]++;
                firstOfJ += model.VectorsOfClass[j];
            }

            firstOfI += model.VectorsOfClass[i];
        }
    }

    // Products are rounded to floats and added up as doubles, from left to right, as ONNX Runtime does.
    private void AddUp(ReadOnlySpan<float> alike, int row, int first, int count, ref double sum)
    {
        ReadOnlySpan<float> coefficients = model.Coefficients.AsSpan(row + first, count);
        ReadOnlySpan<float> values = alike.Slice(first, count);
        for (int m = 0; m < coefficients.Length; m++) { sum += coefficients[m] * values[m]; }
    }
}
