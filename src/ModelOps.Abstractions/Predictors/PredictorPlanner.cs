namespace ModelOps;

/// <summary>Compares two types with a model's signature and finds how they fit.</summary>
internal sealed class PredictorPlanner(string model, ModelSignature signature)
{
    private readonly List<string> _differences = [];
    private int _maxRows = int.MaxValue;

    /// <exception cref="ModelSignatureMismatchException">They do not fit; it lists every difference.</exception>
    public static PredictorPlan Plan<TIn, TOut>(string model, ModelSignature signature)
        where TIn : IModelInput<TIn>
        where TOut : IModelOutput<TOut> =>
        new PredictorPlanner(model, signature).Plan(TIn.InputTensors, typeof(TIn).Name, TOut.OutputTensors);

    private PredictorPlan Plan(IReadOnlyList<TensorBinding> inputs, string inputType, IReadOnlyList<TensorBinding> outputs)
    {
        BoundTensor[] written = [.. inputs.Select(BindInput)];
        foreach (TensorSpec spec in signature.Inputs.Where(spec => inputs.All(b => b.Name != spec.Name)))
        {
            _differences.Add($"the model takes input '{spec.Name}' ({SignatureText.Of(spec)}), which no property of {inputType} is written to");
        }

        BoundTensor[] read = [.. outputs.Select(BindOutput)];
        if (_differences.Count > 0) { throw new ModelSignatureMismatchException(model, _differences); }
        string[] requested = read.Length == signature.Outputs.Count ? [] : [.. outputs.Select(static b => b.Name)];
        return new PredictorPlan(written, read, requested, _maxRows);
    }

    private BoundTensor BindInput(TensorBinding binding)
    {
        TensorSpec? spec = signature.Inputs.FirstOrDefault(spec => spec.Name == binding.Name);
        long[]? shape = null;
        if (spec is null)
        {
            _differences.Add($"{binding.Member} is written to input '{binding.Name}', which the model does not have (it has {Names(signature.Inputs)})");
        }
        else if (spec.DataType != binding.DataType || (shape = Fit(spec.Shape, binding.RowShape)) is null)
        {
            _differences.Add($"{binding.Member} is written to input '{binding.Name}' as {SignatureText.Of(binding)}, but the model takes {SignatureText.Of(spec)}");
        }

        return new BoundTensor(binding, shape ?? []);
    }

    private BoundTensor BindOutput(TensorBinding binding)
    {
        TensorSpec? spec = signature.Outputs.FirstOrDefault(spec => spec.Name == binding.Name);
        if (spec is null)
        {
            _differences.Add($"{binding.Member} is read from output '{binding.Name}', which the model does not have (it has {Names(signature.Outputs)})");
        }
        else if (spec.DataType != binding.DataType || (spec.Shape.Count > 0 && Fit(spec.Shape, binding.RowShape) is null && !HasLength(spec.Shape, binding.RowShape)))
        {
            _differences.Add($"{binding.Member} is read from output '{binding.Name}' as {SignatureText.Of(binding)}, but the model answers {SignatureText.Of(spec)}");
        }

        return new BoundTensor(binding, [BoundTensor.Rows, .. binding.RowShape.Select(static d => d < 0 ? BoundTensor.RowSize : d)]);
    }

    // The shapes that rows of a type may take: [n, row...], and for one value a row also [n] or, one row a call, []; without a batch, just the row.
    private long[]? Fit(IReadOnlyList<long> model, IReadOnlyList<long> row)
    {
        bool single = row.Count == 0 || (row.Count == 1 && row[0] == 1);
        if (model.Count > 0 && FitsRow(model.Skip(1), row) && FitsBatch(model[0])) { return [BoundTensor.Rows, .. Sizes(model.Skip(1), row)]; }
        if (single && model.Count == 2 && model[1] is -1 or 1 && FitsBatch(model[0])) { return [BoundTensor.Rows, 1]; }
        if (single && model.Count == 1 && FitsBatch(model[0])) { return [BoundTensor.Rows]; }
        if (!FitsRow(model, row)) { return null; }
        _maxRows = 1;
        return Sizes(model, row);
    }

    private bool FitsBatch(long size)
    {
        if (size == 1) { _maxRows = 1; }
        return size is -1 or 1;
    }

    private static bool FitsRow(IEnumerable<long> model, IReadOnlyList<long> row) =>
        model.Count() == row.Count && model.Zip(row).All(static pair => pair.First < 0 || pair.Second < 0 || pair.First == pair.Second);

    private static long[] Sizes(IEnumerable<long> model, IReadOnlyList<long> row) =>
        [.. model.Zip(row, static (m, r) => r >= 0 ? r : m >= 0 ? m : BoundTensor.RowSize)];

    // An answer is read by its number of elements, so [n,1,4] is as good as [n,4].
    private static bool HasLength(IReadOnlyList<long> model, IReadOnlyList<long> row) =>
        model.Skip(1).All(static d => d >= 0) && row.All(static d => d >= 0)
        && model.Skip(1).Aggregate(1L, static (product, d) => product * d) == row.Aggregate(1L, static (product, d) => product * d);

    private static string Names(IReadOnlyList<TensorSpec> specs) => string.Join(", ", specs.Select(static spec => $"'{spec.Name}'"));
}
