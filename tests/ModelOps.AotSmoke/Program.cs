using ModelOps;
using ModelOps.AotSmoke;

// The smallest host of a registered model, published with native AOT by ModelOps.EndToEnd.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration["ModelOps:Serving:Models:0:Name"] = "affine";
builder.Services.AddModelOps().AddRegistry().AddServing().AddPredictor<Row, Answer>("affine@champion");

WebApplication app = builder.Build();
app.MapModelOps();
app.MapGet("/predict", async (float first) =>
{
    Answer answer = await app.Services.GetRequiredService<IPredictor<Row, Answer>>().PredictAsync(new Row(first, 2, null, true));
    return $"{answer.Y.Span[0]} {answer.Y.Span[1]} {answer.Y.Span[2]} {answer.Y.Span[3]}";
});

IModelRegistry registry = app.Services.GetRequiredService<IModelRegistry>();
ModelVersion version = await registry.RegisterAsync(new ModelRegistration
{
    Model = "affine",
    Format = "onnx",
    Files = [ModelFile.FromFile("model.onnx", app.Configuration["model"] ?? throw new ArgumentException("Give the ONNX file as --model=FILE."))],
});
await registry.MoveAliasAsync(new AliasMove { Model = "affine", Alias = "champion", Number = version.Number });
await app.RunAsync();
