using Microsoft.AspNetCore.Http;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal static class RouteModel
{
    /// <summary>Reads the model that a path names: <c>models/{model}</c>, where the model may be written <c>name@alias</c>, or
    /// <c>models/{model}/versions/{version}</c>, where the version is a number, a semantic version or an alias.</summary>
    public static ModelReference Read(HttpContext context)
    {
        string model = (string)context.Request.RouteValues["model"]!;
        return context.Request.RouteValues["version"] is not string version ? ModelReference.Parse(model)
            : ModelReference.IsAlias(version) ? ModelReference.ToAlias(model, version)
            : ModelReference.ToVersion(model, version);
    }
}
