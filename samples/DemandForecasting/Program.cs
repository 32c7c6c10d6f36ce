using DemandForecasting.Story;

const string Artifacts = "artifacts";
bool serve = args is ["serve", ..];
using IDisposable workspace = Workspace.Open(Artifacts, startEmpty: !serve);

WebApplicationBuilder builder = WebApplication.CreateBuilder(serve ? args[1..] : args);
if (!serve)
{
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("ModelOps.Drift", LogLevel.Error); // the story tells of drift itself
}

builder.Services.AddModelOps()
    .AddRegistry(registry => registry.Path = Workspace.RegistryPath(Artifacts))
    .AddServing(serving => serving.Models.Add(new() { Name = "demand", Aliases = { "champion", "candidate" } }))
    .AddDrift();
builder.Services.AddHealthChecks().AddModelOps();

await using WebApplication app = builder.Build();
app.MapModelOps();
app.MapHealthChecks("/healthz");

DemandStory story = new(app, Console.Out);
if (serve)
{
    await story.EnsureChampionAsync(app.Lifetime.ApplicationStopping);
    await app.RunAsync();
}
else
{
    await story.TellAsync(Artifacts, app.Lifetime.ApplicationStopping);
}
