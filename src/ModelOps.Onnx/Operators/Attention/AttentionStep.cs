using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Attention of queries, keys and values that are given apart.</summary>
/// <param name="values">Values of the node: queries, keys and values first; result, present keys and present values.</param>
/// <param name="heads">Heads of the queries, and of the keys; 0 if shapes tell.</param>
/// <param name="bias">Added to queries, keys and values before, one after the other; null for none.</param>
/// <param name="past">Keys and values of the past, if there are any.</param>
/// <param name="core">The computation.</param>
internal sealed unsafe class AttentionStep(NodeValues values, (int OfQueries, int OfKeys) heads, Value? bias, (Value? Keys, Value? Values) past, AttentionCore core) : Step
{
    private readonly Value[] _given = [values.Input(0), values.Input(1), values.Input(2)];
    private readonly KeyCache _keys = new(past.Keys, values.OptionalOutput(1));
    private readonly KeyCache _values = new(past.Values, values.OptionalOutput(2));

    /// <summary>Where in the scratch memory the parts begin: three biased inputs, keys, values, and what the core needs.</summary>
    private readonly int[] _at = new int[6];

    /// <inheritdoc/>
    public override bool KeepsRows => core.KeepsRows;

    /// <inheritdoc/>
    public override void Bind()
    {
        HeadGrid q = HeadGrid.Of(_given[0], heads.OfQueries), k = HeadGrid.Of(_given[1], heads.OfKeys), v = HeadGrid.Of(_given[2], heads.OfKeys);
        Value y = values.Output(0);
        if ((long)q.Heads * v.Size > int.MaxValue) { throw new ShapeException($"{y.Name} would have rows of more than {int.MaxValue} elements"); }
        HeadGrid result;
        if (_given[0].Rank == 4)
        {
            y.SetShape(q.Batch, q.Heads, q.Rows, v.Size);
            result = HeadGrid.Apart(q.Batch, q.Heads, q.Rows, v.Size);
        }
        else
        {
            y.SetShape(q.Batch, q.Rows, q.Heads * v.Size);
            result = HeadGrid.Joined(q.Batch, q.Rows, q.Heads, v.Size, q.Heads * v.Size);
        }

        HeadGrid allKeys = _keys.Bind(in k, out long ofKeys), allValues = _values.Bind(in v, out long ofValues);
        long end = BindBias();
        end = Place(3, end, ofKeys);
        end = Place(4, end, ofValues);
        end = Place(5, end, core.Bind(in q, in allKeys, in allValues, in result));
        ScratchBytes = ScratchFloats.Bytes(end);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (values.Output(0).Count == 0 && !_keys.IsUsed && !_values.IsUsed) { return; }
        float* scratch = (float*)Scratch;
        float* q = AddBias(0), k = AddBias(1), v = AddBias(2);
        core.Run(q, _keys.Run(k, scratch + _at[3]), _values.Run(v, scratch + _at[4]), (float*)values.Output(0).Data, scratch + _at[5]);
    }

    private long Place(int part, long at, long floats)
    {
        _at[part] = (int)at;
        long end = at + ScratchFloats.RoundUp(floats);
        return end <= int.MaxValue ? end : throw new ShapeException($"it would need {end} floats of scratch memory");
    }

    private long BindBias()
    {
        if (bias is null) { return 0; }
        long end = 0, length = 0;
        for (int i = 0; i < 3; i++)
        {
            if (_given[i].Rank != 3) { throw new ShapeException($"{_given[i]} is not [batch, length, heads * size], as a bias needs"); }
            length += _given[i].Shape[2];
            end = Place(i, end, _given[i].Count);
        }

        return length == bias.Count ? end : throw new ShapeException($"{bias} does not have the {length} elements of queries, keys and values");
    }

    private float* AddBias(int part)
    {
        Value from = _given[part];
        if (bias is null) { return (float*)from.Data; }
        float* to = (float*)Scratch + _at[part];
        from.Elements<float>().CopyTo(new Span<float>(to, from.Count));
        float* addend = (float*)bias.Data;
        for (int i = 0; i < part; i++) { addend += _given[i].Shape[2]; }
        int width = from.Shape[2];
        for (int at = 0; at < from.Count; at += width) { FloatKernels.Best.AddScaled(to + at, addend, width, 1); }
        return to;
    }
}
