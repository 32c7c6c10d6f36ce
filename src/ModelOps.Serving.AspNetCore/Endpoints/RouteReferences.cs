using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Reads the models that paths name, and keeps those that have answered, so that a busy model's name is read once.</summary>
internal sealed class RouteReferences
{
    /// <summary>Most kept; aliases and versions come and go, and what is beyond is read each time.</summary>
    private const int Most = 4096;

    private readonly ConcurrentDictionary<(string Model, string? Version), ModelReference> _known = [];

    /// <summary>The model a path names: <c>models/{model}</c>, where the model may be written <c>name@alias</c>, or
    /// <c>models/{model}/versions/{version}</c>, where the version is a number, a semantic version or an alias; an alias of digits only is written
    /// <c>name@alias</c>.</summary>
    public static ModelReference Read(HttpContext context)
    {
        (string model, string? version) = Names(context);
        return Parse(model, version);
    }

    public static ModelReference Parse(string model, string? version) =>
        string.IsNullOrEmpty(version) ? ModelReference.Parse(model)
        : ModelReference.IsAlias(version) && !version.All(char.IsAsciiDigit) ? ModelReference.ToAlias(model, version)
        : ModelReference.ToVersion(model, version);

    /// <summary>As <see cref="Read"/>, or what was kept.</summary>
    public ModelReference Find(HttpContext context, out bool isKnown)
    {
        (string model, string? version) = Names(context);
        isKnown = _known.TryGetValue((model, version), out ModelReference? reference);
        return reference ?? Parse(model, version);
    }

    /// <summary>Keeps what a path names, once it has answered: names that callers make up are not kept.</summary>
    public void Keep(HttpContext context, ModelReference reference)
    {
        if (_known.Count < Most) { _known.TryAdd(Names(context), reference); }
    }

    private static (string Model, string? Version) Names(HttpContext context) =>
        ((string)context.Request.RouteValues["model"]!, context.Request.RouteValues["version"] as string);
}
