using DemandForecasting.Story;
using Microsoft.Extensions.Options;

bool serve = args is ["serve", ..];
WebApplicationBuilder builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = serve ? args[1..] : args, ContentRootPath = AppContext.BaseDirectory });

// The registry's folder and the models to serve are settings: see appsettings.json.
builder.Services.AddModelOps()
    .AddRegistry()
    .AddServing()
    .AddEndpoints()
    .AddDrift();
builder.Services.AddHealthChecks().AddModelOps();

if (!serve)
{
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("ModelOps.Drift", LogLevel.Error); // the story tells of drift itself
}

try
{
    string registry = builder.Configuration["ModelOps:Registry:Path"]!;
    using IDisposable? workspace = serve ? Workspace.Share(registry) : Workspace.TakeEmpty(registry);
    await using WebApplication app = builder.Build();
    app.Services.GetRequiredService<IStartupValidator>().Validate(); // wrong settings end it before any work is done
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
        await story.TellAsync("artifacts", app.Lifetime.ApplicationStopping);
    }

    return 0;
}
catch (Exception failure) when (KnownFailure.Describe(failure) is { } description)
{
    await Console.Error.WriteLineAsync($"error: {description}");
    return 1;
}
