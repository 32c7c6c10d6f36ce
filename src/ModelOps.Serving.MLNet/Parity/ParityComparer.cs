using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.MLNet.Parity;

/// <summary>Collects rows with ML.NET's answers, runs the exported model on each full batch, and keeps the differences.</summary>
internal sealed class ParityComparer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly int _featureCount;
    private readonly float[] _features;
    private readonly float[][] _answers;
    private readonly double _tolerance;
    private int _pending;
    private long _rows;
    private long _beyond;
    private long? _firstBeyond;
    private double _maxAbsolute;
    private double _maxRelative;

    public ParityComparer(OnnxExportResult export, int batchRows, double tolerance)
    {
        _session = Open(export.Model.ToArray());
        _tolerance = tolerance;
        _inputs = [export.Signature.Inputs[0].Name];
        _outputs = [.. export.Signature.Outputs.Select(static output => output.Name)];
        _featureCount = (int)export.Signature.Inputs[0].Shape[1];
        _features = new float[batchRows * _featureCount];
        _answers = [.. _outputs.Select(_ => new float[batchRows])];
    }

    /// <summary>Where the features of the next row go.</summary>
    public Span<float> NextFeatures() => _features.AsSpan(_pending * _featureCount, _featureCount);

    /// <summary>Where ML.NET's answer to the next row goes.</summary>
    public ref float NextAnswer(int output) => ref _answers[output][_pending];

    /// <summary>Takes the next row as complete.</summary>
    public void Advance()
    {
        if (++_pending == _answers[0].Length) { CompareBatch(); }
    }

    public OnnxParityReport Finish()
    {
        CompareBatch();
        return new OnnxParityReport
        {
            Rows = _rows,
            RowsBeyondTolerance = _beyond,
            FirstRowBeyondTolerance = _firstBeyond,
            MaxAbsoluteDifference = _maxAbsolute,
            MaxRelativeDifference = _maxRelative,
            Tolerance = _tolerance,
        };
    }

    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private static InferenceSession Open(byte[] model)
    {
        try
        {
            using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelLoadException("exported model", $"ONNX Runtime refuses it: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException)
        {
            throw new ModelLoadException(
                "exported model", "the native library of ONNX Runtime is missing. Reference the package Microsoft.ML.OnnxRuntime in the app.", exception);
        }
    }

    private void CompareBatch()
    {
        if (_pending == 0) { return; }
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _features.AsMemory(0, _pending * _featureCount), [_pending, _featureCount]);
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_runOptions, _inputs, [input], _outputs);
        for (int row = 0; row < _pending; row++)
        {
            bool beyond = false;
            for (int output = 0; output < _outputs.Length; output++)
            {
                beyond |= IsBeyond(_answers[output][row], results[output].GetTensorDataAsSpan<float>()[row]);
            }

            if (beyond)
            {
                _beyond++;
                _firstBeyond ??= _rows + row;
            }
        }

        _rows += _pending;
        _pending = 0;
    }

    private bool IsBeyond(double expected, double actual)
    {
        if (expected.Equals(actual)) { return false; }
        double difference = Math.Abs(expected - actual);
        if (!double.IsFinite(difference)) { difference = double.PositiveInfinity; }
        double relative = double.IsFinite(expected) ? difference / Math.Max(1, Math.Abs(expected)) : double.PositiveInfinity;
        _maxAbsolute = Math.Max(_maxAbsolute, difference);
        _maxRelative = Math.Max(_maxRelative, relative);
        return relative > _tolerance;
    }
}
