using DemandForecasting.Story;

bool serve = args is ["serve", ..];
WebApplicationBuilder builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = serve ? args[1..] : args, ContentRootPath = AppContext.BaseDirectory });

// The registry's folder and the models to serve are settings: see appsettings.json.
builder.Services.AddModelOps()
    .AddRegistry()
    .AddServing()
    .AddDrift();
builder.Services.AddHealthChecks().AddModelOps();

return await KnownFailure.ReportAsync(async () =>
{
    using IDisposable? workspace = Workspace.Open(builder, startEmpty: !serve);
    await using WebApplication app = builder.Build();
    app.MapModelOps();
    app.MapHealthChecks("/healthz");

    DemandStory story = new(app, Console.Out);
    await (serve ? story.ServeAsync() : story.TellAsync("artifacts"));
});
