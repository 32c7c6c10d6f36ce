using System.Globalization;
using ModelOps.Registry.AspNetCore;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// "hash": what to put into ModelOps:Registry:MlflowApi:Basic:Users:{name}:PasswordHash for the password on standard input.
if (args is ["hash"])
{
    if (Console.ReadLine() is not { Length: > 0 } password) { Console.Error.WriteLine("Give the password on standard input."); return 1; }
    Console.WriteLine(MlflowPasswordHash.Create(password));
    return 0;
}

WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

// 1. The registry: in a folder, or for many hosts in PostgreSQL when the configuration has a connection string.
IModelOpsBuilder modelOps = builder.Services.AddModelOps();
bool shared = builder.Configuration["ModelOps:Registry:PostgreSql:ConnectionString"] is { Length: > 0 };
_ = shared ? modelOps.AddPostgreSqlRegistry() : modelOps.AddRegistry();
modelOps.AddRegistryWebhooks();

// 2. Serving of the models that ModelOps:Serving:Models names: an alias moved from Python is what deploys.
modelOps.AddServing();

// 3. Who may do what. Without users nobody gets in.
builder.Services.AddAuthentication().AddMlflowBasic();
builder.Services.AddAuthorizationBuilder()
    .AddPolicy("write", static policy => policy.RequireRole("data-scientist", "ml-engineer"))
    .AddPolicy("manage", static policy => policy.RequireRole("ml-engineer"));
builder.Services.Configure<MlflowApiOptions>(static options => (options.WritePolicy, options.ManagePolicy) = ("write", "manage"));

// "--anonymous=true": for a machine of one's own; listens to that machine alone.
bool anonymous = builder.Configuration.GetValue("anonymous", false);
if (anonymous) { builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration.GetValue("port", 5000)}"); }

WebApplication app = builder.Build();
IEndpointConventionBuilder[] endpoints = [app.MapMlflowApi(), app.MapRegistryEvents()];
if (anonymous)
{
    // A page in a browser of this machine reaches the port as well, but not under this host name.
    foreach (IEndpointConventionBuilder endpoint in endpoints) { endpoint.AllowAnonymous().RequireHost("127.0.0.1", "localhost"); }
}

app.MapModelOps();
await app.RunAsync();
return 0;
