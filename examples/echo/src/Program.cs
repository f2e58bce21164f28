using BigBen.ServiceDefaults;

return await ServiceProgram.RunAsync(args, BigBen.Examples.Echo.Service.Build);
