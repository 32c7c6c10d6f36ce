using ModelOps;

// The smallest host of a registered model, published with native AOT by ModelOps.EndToEnd.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration["ModelOps:Serving:Models:0:Name"] = "affine";
builder.Services.AddModelOps().AddRegistry().AddServing();

WebApplication app = builder.Build();
app.MapModelOps();

IModelRegistry registry = app.Services.GetRequiredService<IModelRegistry>();
ModelVersion version = await registry.RegisterAsync(new ModelRegistration
{
    Model = "affine",
    Format = "onnx",
    Files = [ModelFile.FromFile("model.onnx", app.Configuration["model"] ?? throw new ArgumentException("Give the ONNX file as --model=FILE."))],
});
await registry.MoveAliasAsync(new AliasMove { Model = "affine", Alias = "champion", Number = version.Number });
await app.RunAsync();
