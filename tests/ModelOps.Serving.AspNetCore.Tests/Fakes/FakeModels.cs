using System.Collections.Concurrent;

namespace ModelOps.Serving.AspNetCore.Tests.Fakes;

/// <summary>Models that answer as a test says, behind the two interfaces the endpoints stand on.</summary>
internal sealed class FakeModels : IInferenceClient, IModelHost
{
    public delegate void Run(InferenceRequest request, InferenceResponse response);

    private readonly ConcurrentDictionary<string, (ModelSignature Signature, Run Run)> _models = new(StringComparer.Ordinal);

    public bool IsReady { get; set; } = true;

    public IReadOnlyList<HostedModelStatus> Models { get; set; } = [];

    public IReadOnlyList<ModelStatistics> Statistics { get; set; } = [];

    public Dictionary<string, string> Properties { get; } = new() { ["digest"] = "sha256:00" };

    public ConcurrentQueue<ModelReference> Asked { get; } = [];

    public Func<ModelReference, CancellationToken, ValueTask>? Before { get; set; }

    public static FakeModels WithEcho()
    {
        FakeModels models = new();
        foreach (TensorDataType type in Enum.GetValues<TensorDataType>())
        {
            models.AddEcho($"echo-{type.ToName()}", type, -1);
            models.AddEcho($"echo2-{type.ToName()}", type, -1, -1);
            models.AddEcho($"scalar-{type.ToName()}", type);
        }

        models.Add(
            "sum",
            new ModelSignature(
                [new("a", TensorDataType.Float32, [-1]), new("b", TensorDataType.Float32, [-1])],
                [new("sum", TensorDataType.Float32, [-1]), new("difference", TensorDataType.Float32, [-1])]),
            static (request, response) =>
            {
                foreach (string output in request.RequestedOutputs.Count > 0 ? request.RequestedOutputs : ["sum", "difference"])
                {
                    ReadOnlySpan<float> a = request.Inputs["a"].AsSpan<float>();
                    ReadOnlySpan<float> b = request.Inputs["b"].AsSpan<float>();
                    Span<float> y = response.Outputs.Add(output, TensorDataType.Float32, request.Inputs["a"].Shape).AsSpan<float>();
                    for (int i = 0; i < y.Length; i++) { y[i] = output == "sum" ? a[i] + b[i] : a[i] - b[i]; }
                }
            });
        return models;
    }

    public void AddEcho(string name, TensorDataType type, params long[] shape) => Add(
        name,
        new ModelSignature([new("x", type, shape)], [new("y", type, shape)]),
        static (request, response) =>
        {
            InferenceTensor x = request.Inputs["x"];
            Assert.Null(response.Outputs.Add("y", x.DataType, x.Shape).TrySetBytes(x.Bytes));
        });

    public void Add(string name, ModelSignature signature, Run run) => _models[name] = (signature, run);

    public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue(request.Model);
        if (Before is not null) { await Before(request.Model, cancellationToken); }
        (ModelSignature signature, Run run) = Find(request.Model);
        signature.EnsureAccepts(request);
        response.Reset();
        response.ModelName = request.Model.Name;
        response.ModelVersion = "1.0.0";
        response.Id = request.Id;
        run(request, response);
    }

    public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue(model);
        return ValueTask.FromResult(new ModelMetadata
        {
            Name = model.Name,
            Versions = ["1.0.0"],
            Platform = "onnx_onnxv1",
            Signature = Find(model).Signature,
            Properties = Properties,
        });
    }

    public async ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        if (Before is not null) { await Before(model, cancellationToken); }
        _ = Find(model);
        return IsReady;
    }

    public IReadOnlyList<ModelStatistics> GetStatistics(string? model = null) =>
        model is null ? Statistics : [.. Statistics.Where(s => s.Model == model)];

    public ModelHostReport GetReport() => throw new NotSupportedException();

    public Task AddAsync(HostedModelOptions model, CancellationToken cancellationToken = default) => throw new ModelLoadException(model.Name, "it is a fake.");

    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(false);

    public Task RefreshAsync(string name, CancellationToken cancellationToken = default) => Task.CompletedTask;

    private (ModelSignature Signature, Run Run) Find(ModelReference model)
    {
        if (!_models.TryGetValue(model.Name, out (ModelSignature, Run) found)) { throw new ModelNotFoundException(model.Name, ["sum"]); }
        return model.Version is null or "1" or "1.0.0" ? found : throw new ModelVersionNotFoundException(model, ["1.0.0"]);
    }
}
