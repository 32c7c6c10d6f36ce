using System.Security.Cryptography;
using ModelOps;
using ModelOps.AotSmoke;
using ModelOps.Drift.Profiles;
using ModelOps.Registry.Signing;

// The smallest host of a registered model that is watched for drift, and a tour of the registry, published with native AOT by ModelOps.EndToEnd.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration["ModelOps:Serving:Models:0:Name"] = "affine";
builder.Configuration["ModelOps:Drift:Performance:Models:affine:Task"] = "Regression";
builder.Configuration["ModelOps:Drift:Performance:Models:affine:Column"] = "1";
builder.Configuration["ModelOps:Drift:Streams:Models:affine:Streams:error:Source"] = "AbsoluteError";
builder.Configuration["ModelOps:Drift:Streams:Models:affine:Streams:error:Detector"] = "kswin";
builder.Configuration["ModelOps:Drift:Streams:Models:affine:Streams:error:Settings:alpha"] = "0.001";
string policies = Path.Combine(builder.Configuration["ModelOps:Registry:Path"]!, "..", "gates.yaml");
await File.WriteAllTextAsync(policies, RegistryTour.Policies);
using EcdsaSignatureProvider signer = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
string publicKey = await signer.GetPublicKeyAsync();
DatasetProfileBuilder reference = new();
for (int column = 0; column < 4; column++) { reference.AddNumeric($"x[{column}]", [.. Enumerable.Range(0, 100).Select(static i => i * 0.1)]); }
builder.Services.AddAuthorization();
builder.Services.AddModelOps()
    .AddRegistry()
    .AddModelSigning(signing => signing.Keys["tour"] = publicKey)
    .AddModelGovernance()
    .AddPromotionGates(gates => gates.PolicyFile = policies)
    .AddServing()
    .AddFolderDriftBuckets()
    .AddDriftMonitoring(drift =>
    {
        drift.UseReference("affine", reference.Build());
        drift.BucketLength = drift.FlushInterval = drift.Grace = drift.Window.Step = drift.Window.Length = drift.Window.Gap = TimeSpan.FromSeconds(1);
    })
    .AddPerformanceMonitoring()
    .AddStreamDetection()
    .AddDriftAlerts()
    .AddDriftReports()
    .AddPredictor<Row, Answer>("affine@champion");

WebApplication app = builder.Build();
app.MapModelOps();
app.MapMlflowApi().AllowAnonymous();
app.MapModelOpsReports().AllowAnonymous();
app.MapModelOpsLabels().AllowAnonymous();
app.MapGet("/predict", async (float first) =>
{
    Answer answer = await app.Services.GetRequiredService<IPredictor<Row, Answer>>().PredictAsync(new Row(first, 2, null, true));
    return $"{answer.Y.Span[0]} {answer.Y.Span[1]} {answer.Y.Span[2]} {answer.Y.Span[3]}";
});
app.MapGet("/tour", new RegistryTour(app.Services, signer).RunAsync);

IModelRegistry registry = app.Services.GetRequiredService<IModelRegistry>();
ModelVersion version = await registry.RegisterAsync(new ModelRegistration
{
    Model = "affine",
    Format = "onnx",
    Files = [ModelFile.FromFile("model.onnx", app.Configuration["model"] ?? throw new ArgumentException("Give the ONNX file as --model=FILE."))],
});
await app.Services.GetRequiredService<VersionSigning>().SignAsync(version, signer); // where keys are trusted, nothing unsigned is served
await registry.MoveAliasAsync(new AliasMove { Model = "affine", Alias = "champion", Number = version.Number });
await app.RunAsync();
