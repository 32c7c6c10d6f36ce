using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Maps operations with what all of them share: the error boundary, and an answer to the wrong method.</summary>
internal sealed class EndpointMapper(RouteGroupBuilder group, ErrorBoundary errors)
{
    public void Map(string pattern, EndpointOperation operation, RequestDelegate handler) => Map(pattern, (operation, handler));

    public void Map(string pattern, params (EndpointOperation Operation, RequestDelegate Handler)[] operations)
    {
        List<string> allowed = [];
        foreach ((EndpointOperation operation, RequestDelegate handler) in operations)
        {
            string[] methods = operation.Method == "get" ? [HttpMethods.Get, HttpMethods.Head] : [HttpMethods.Post];
            allowed.AddRange(methods);
            group.MapMethods(pattern, methods, errors.Around(handler)).WithMetadata(operation);
        }

        // Routing prefers the endpoints that name the method, so this one only sees the others.
        string allow = string.Join(", ", allowed);
        group.Map(pattern, errors.Around(context =>
        {
            context.Response.Headers.Allow = allow;
            throw new RequestRefusedException(
                StatusCodes.Status405MethodNotAllowed,
                EndpointErrorCodes.MethodNotAllowed,
                $"This path does not take this HTTP method. Use {allow}.");
        }));
    }
}
