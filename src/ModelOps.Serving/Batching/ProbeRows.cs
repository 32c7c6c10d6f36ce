using System.Runtime.InteropServices;
using ModelOps.Serving.Auto;

namespace ModelOps.Serving.Batching;

/// <summary>Made-up rows and what the model answers to each alone.</summary>
internal sealed class ProbeRows(SampleRequests samples) : IDisposable
{
    private static readonly double[] s_magnitudes = [1, 100, 0.01, 10, 0.1];
    private readonly List<InferenceRequest> _rows = [];
    private readonly List<InferenceResponse> _answers = [];

    public int Count => _rows.Count;

    public InferenceRequest First => _rows[0];

    public IReadOnlyList<InferenceResponse> Answers => _answers;

    /// <summary>Makes a row up and has it answered; false where it would be too large.</summary>
    public bool TryAdd(IModelSession session, CancellationToken cancellationToken)
    {
        if (samples.TryCreate(1) is not { } row) { return false; }
        double magnitude = s_magnitudes[_rows.Count % s_magnitudes.Length];
        _rows.Add(row);
        foreach (InferenceTensor input in row.Inputs) { Scale(input, magnitude); }
        InferenceResponse answer = new();
        _answers.Add(answer);
        session.Run(row, answer, cancellationToken);
        return true;
    }

    /// <summary>A request of several rows, which come round again where there are fewer.</summary>
    public InferenceRequest Join(int size)
    {
        InferenceRequest joined = new(First.Model);
        foreach (InferenceTensor input in First.Inputs)
        {
            long[] shape = input.Shape.ToArray();
            shape[0] = size;
            InferenceTensor target = joined.Inputs.Add(input.Name, input.DataType, shape);
            for (int i = 0; i < size; i++) { BatchTensors.Copy(_rows[i % Count].Inputs[input.Name], 0, 1, target, i); }
        }

        return joined;
    }

    public void Dispose()
    {
        foreach (InferenceRequest row in _rows) { row.Dispose(); }
        foreach (InferenceResponse answer in _answers) { answer.Dispose(); }
    }

    private static void Scale(InferenceTensor tensor, double by)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Float32:
                foreach (ref float value in MemoryMarshal.Cast<byte, float>(tensor.Bytes)) { value *= (float)by; }
                break;
            case TensorDataType.Float64:
                foreach (ref double value in MemoryMarshal.Cast<byte, double>(tensor.Bytes)) { value *= by; }
                break;
            case TensorDataType.Float16:
                foreach (ref Half value in MemoryMarshal.Cast<byte, Half>(tensor.Bytes)) { value = (Half)((double)value * by); }
                break;
            default: break;
        }
    }
}
